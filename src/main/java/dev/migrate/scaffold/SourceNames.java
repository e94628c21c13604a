package dev.migrate.scaffold;

import dev.migrate.config.Location;
import dev.migrate.config.Order;
import dev.migrate.config.Settings;
import dev.migrate.migration.FoundFile;
import dev.migrate.migration.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The migrations that a project has, by their names alone: whoever makes a new one need not have the others read, nor
 * have all of them in order.
 *
 * @param files those with a version, but neither the bootstrap file nor one with a number above all others
 * @param archived likewise
 * @param ceilings those with a number above all others
 */
record SourceNames(List<FoundFile> files, List<FoundFile> archived, List<FoundFile> ceilings) {
    SourceNames {
        files = List.copyOf(files);
        archived = List.copyOf(archived);
        ceilings = List.copyOf(ceilings);
    }

    /** Those that lie there now. */
    static SourceNames of(Settings settings) {
        SourceFiles lying = SourceFiles.of(settings);
        var found = new ArrayList<FoundFile>();
        var archived = new ArrayList<FoundFile>();
        List<Location> sources = settings.sources().folders();
        for (int i = 0; i < sources.size(); i++) {
            found.addAll(find(lying, sources.get(i), i));
        }
        for (Location archive : settings.sources().archive()) {
            archived.addAll(find(lying, archive, sources.size() + 1));
        }
        Optional<Path> bootstrap =
                settings.bootstrap().map(file -> SourceFiles.real(file.file().path()));
        Optional<Path> template = settings.newMigrations().template().map(file -> SourceFiles.real(file.path()));
        found.removeIf(file -> bootstrap.filter(file.real()::equals).isPresent()
                || template.filter(file.real()::equals).isPresent());
        return new SourceNames(
                found.stream().filter(SourceNames::counts).toList(),
                archived.stream().filter(SourceNames::counts).toList(),
                found.stream().filter(SourceNames::isCeiling).toList());
    }

    /** Whether a folder that is no source has files that are migrations by their names. */
    static boolean are(Location folder, Settings settings) {
        return !find(SourceFiles.of(settings), folder, 0).isEmpty();
    }

    private static List<FoundFile> find(SourceFiles files, Location source, int index) {
        return files.in(source, index).stream()
                .filter(file -> NameParts.of(file).isPresent())
                .toList();
    }

    private static boolean counts(FoundFile file) {
        return !isCeiling(file);
    }

    private static boolean isCeiling(FoundFile file) {
        return NameParts.of(file).filter(NameParts::isCeiling).isPresent();
    }

    /** Those of one source; where it has none those of all others, and else those of the archive. */
    List<FoundFile> models(int source) {
        List<FoundFile> own = of(source);
        return own.isEmpty() ? all() : own;
    }

    /** Those behind which a new one of a source has to come. */
    List<FoundFile> before(int source, Order order) {
        return order instanceof Order.BySource ? models(source) : all();
    }

    /** What is archived does not run: numbers may have begun anew behind it. */
    private List<FoundFile> all() {
        return files.isEmpty() ? archived : files;
    }

    private List<FoundFile> of(int source) {
        return files.stream().filter(file -> file.sourceIndex() == source).toList();
    }

    /** Whether there is one of that id. */
    boolean has(String id) {
        return files.stream().anyMatch(file -> file.name().id().equals(id))
                || archived.stream().anyMatch(file -> file.name().id().equals(id));
    }
}
