package dev.migrate.scaffold;

import dev.migrate.config.Location;
import dev.migrate.config.Order;
import dev.migrate.config.Settings;
import dev.migrate.migration.FoundFile;
import dev.migrate.migration.SourceFiles;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The source in which a new migration is made.
 *
 * @param index among the sources
 * @param remarks why it is this one, where that is a question
 */
record NewFolder(Location location, int index, List<String> remarks) {
    NewFolder {
        remarks = List.copyOf(remarks);
    }

    /**
     * Chooses it.
     *
     * @param chosen by the user; empty for all sources
     * @throws MigrationFailure exit code 2 where no source is a folder, or a link leads out of the project
     */
    static NewFolder of(Settings settings, List<Location> chosen, SourceNames names) {
        List<Location> sources = settings.sources().folders();
        List<Location> folders = (chosen.isEmpty() ? sources : chosen)
                .stream().filter(NewFolder::takesMigrations).toList();
        NewFolder folder;
        if (folders.isEmpty()) {
            folder = first(settings, chosen);
        } else if (folders.size() == 1) {
            folder = new NewFolder(folders.get(0), index(sources, folders.get(0)), List.of());
        } else {
            folder = ofNewest(settings, folders, names);
        }
        if (chosen.isEmpty() && settings.found().isPresent()) {
            folder.refuseLinkOut(
                    folder.location().path(),
                    settings,
                    folder.location().name(),
                    "name it, if it is meant: --source " + folder.location());
        }
        return folder;
    }

    private static boolean takesMigrations(Location source) {
        return Files.isDirectory(source.path())
                || (!Files.exists(source.path()) && !source.name().endsWith(".sql"));
    }

    private static int index(List<Location> sources, Location source) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).path().equals(source.path())) {
                return i;
            }
        }
        return sources.size();
    }

    /** Where there is no folder at all. */
    private static NewFolder first(Settings settings, List<Location> chosen) {
        if (!chosen.isEmpty()) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "--source " + chosen.get(0) + " is no folder",
                            "name the folder that the file is to be in"));
        }
        if (settings.found().isEmpty()) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "none of the sources is a folder", "add one to sources in migrate.toml: \"migrations\""));
        }
        if (SourceNames.are(settings.locate("."), settings)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "this folder holds migrations itself, and a folder for more would be made in it",
                            "run it in the folder of the project, or add --source ."));
        }
        boolean supabase = Files.isDirectory(settings.directory().resolve("supabase"));
        Location made = settings.locate(supabase ? "supabase/migrations" : "migrations");
        return new NewFolder(made, settings.sources().folders().size(), List.of());
    }

    private static NewFolder ofNewest(Settings settings, List<Location> folders, SourceNames names) {
        List<Location> sources = settings.sources().folders();
        boolean bySource = settings.sources().order() instanceof Order.BySource;
        Comparator<FoundFile> order = bySource
                ? Comparator.comparingInt(FoundFile::sourceIndex).thenComparing(NextName.ORDER)
                : NextName.ORDER;
        Optional<FoundFile> newest = names.files().stream()
                .filter(file -> folders.stream().anyMatch(folder -> index(sources, folder) == file.sourceIndex()))
                .max(order);
        Location last = folders.get(folders.size() - 1);
        Location picked = newest.map(file -> sources.get(file.sourceIndex())).orElse(last);
        String why = newest.map(
                        file -> "which has the newest migration, " + file.name().id())
                .orElse("the last of the sources");
        return new NewFolder(
                picked,
                index(sources, picked),
                List.of("made in " + picked + ", " + why + "; --source PATH picks another folder"));
    }

    /**
     * Refuses a folder or file where a link leads out of the project, and out of this folder: whoever may put a link into
     * the checkout would choose what is read and written.
     */
    void refuseLinkOut(Path path, Settings settings, String name, String fix) {
        if (!Files.exists(path)) {
            return;
        }
        Path real = SourceFiles.real(path);
        boolean within = real.startsWith(SourceFiles.real(settings.directory()));
        boolean beside = !path.equals(location.path()) && real.startsWith(SourceFiles.real(location.path()));
        if (!within && !beside) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.at(Place.of(name), "is a symbolic link that leads out of the project, to " + real, fix));
        }
    }

    /**
     * Makes the folder where it is not there yet.
     *
     * @return what is to be said of it
     * @throws MigrationFailure exit code 2 where it cannot be made
     */
    List<String> make() {
        var said = new ArrayList<>(remarks);
        if (!Files.isDirectory(location.path())) {
            try {
                Files.createDirectories(location.path());
            } catch (FileAlreadyExistsException file) {
                throw new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.at(
                                Place.of(location.name()),
                                "is no folder, so that no migration can be made in it",
                                "rename it, or pick a folder with --source PATH"));
            } catch (IOException unwritable) {
                throw NewFiles.failed(location.name(), unwritable);
            }
            said.add("made the folder " + location);
        }
        return said;
    }
}
