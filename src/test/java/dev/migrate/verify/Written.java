package dev.migrate.verify;

import dev.migrate.config.Settings;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Migrations as a user writes them: in a file. */
final class Written {
    private Written() {}

    static Migration migration(Path folder, String text) throws IOException {
        Files.createDirectories(folder.resolve("m"));
        Files.writeString(folder.resolve("m/001_written.sql"), text);
        return ProjectReader.read(Settings.of(folder, "m")).migrations().get(0);
    }
}
