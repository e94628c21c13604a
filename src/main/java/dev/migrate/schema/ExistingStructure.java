package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.DdlOptions;
import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.DdlText;
import dev.migrate.catalog.DdlWriter;
import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.migration.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was in a database before its first migration, as a file of the project: what {@code existing = "target"} of {@code
 * [shadow]} stands for. Made once, when the database is taken over, and kept with the migrations, for nobody can read it
 * from the database later.
 */
public final class ExistingStructure {
    /** Beside the config. */
    public static final String FILE = "existing_structure.sql";

    private static final String HEAD = """
            -- What was in the database before its first migration, as it was when the database was taken over.
            -- Read where migrate.toml says existing = "target" in [shadow]. Not to be edited: later changes are migrations.

            """;

    private ExistingStructure() {}

    /** Where it stands, or would. */
    public static Path file(Settings settings) {
        return settings.locate(FILE).path();
    }

    /**
     * What was written, where it was; for {@link dev.migrate.shadow.Prelude#of(Settings, Optional)}.
     *
     * @throws dev.migrate.problem.MigrationFailure exit code 2 where it is there and cannot be read
     */
    public static Optional<String> read(Settings settings) {
        Path file = file(settings);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException unreadable) {
            throw UnreadableFile.of(FILE, unreadable);
        }
    }

    /**
     * Writes it, without owners and grants: the roles of a server are not those of another.
     *
     * @param structure read with its dependencies
     * @param platform what a scratch database holds before anything of the user's is loaded: {@link
     *     SchemaLoader.Loaded#before}; that is not written
     * @return what could not be written, in words
     * @throws dev.migrate.problem.MigrationFailure exit code 2 where the file cannot be written
     */
    public static List<String> write(Catalog structure, Catalog platform, Path file) {
        var wholes = new Wholes(structure, platform);
        List<DdlStatement> all = DdlWriter.write(structure, DdlOptions.STRUCTURE);
        List<DdlStatement> statements = all.stream().filter(one -> !one.note()).toList();
        var wanted = new Wanted(structure, statements, platform, wholes);
        List<DdlStatement> own = wanted.facets().stream()
                .flatMap(facet -> wanted.of(facet).stream())
                .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
                .map(Wanted.Ranked::statement)
                .toList();
        new FolderWriter(Location.in(file.getParent(), "."))
                .write(Map.of(file.getFileName().toString(), HEAD + DdlText.of(own)), List.of());
        return all.stream().filter(DdlStatement::note).map(DdlStatement::sql).toList();
    }
}
