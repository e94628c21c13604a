package dev.migrate.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which of the usual places for migrations there are, where nobody named any. */
final class Discovery {
    /** In the order in which they become sources. */
    static final List<String> CANDIDATES = List.of(
            "schema.sql",
            "supabase/migrations",
            "migrations",
            "db/migrations",
            "backend/migrations",
            "migration_history",
            "prisma/migrations");

    private static final String ARCHIVE_ENDING = "_archive";

    private Discovery() {}

    /** The settings with what was found as sources, and as archive where none is configured. */
    static Settings in(Settings settings) {
        Path directory = settings.directory();
        List<Location> sources = CANDIDATES.stream()
                .filter(name -> exists(directory, name))
                .map(name -> Location.in(directory, name))
                .toList();
        Settings.Sources configured = settings.sources();
        List<Location> archive = configured.archive().isEmpty() ? archives(directory, sources) : configured.archive();
        Settings.Sources found = new Settings.Sources(
                sources, false, configured.order(), archive, configured.optional(), configured.after());
        return settings.with(found).with(sentence(settings, found));
    }

    private static boolean exists(Path directory, String name) {
        Path path = directory.resolve(name);
        return name.endsWith(".sql") ? Files.isRegularFile(path) : Files.isDirectory(path);
    }

    private static List<Location> archives(Path directory, List<Location> sources) {
        Set<String> names = new LinkedHashSet<>();
        for (Location source : sources) {
            Path beside = source.path().getParent();
            try (Stream<Path> entries = Files.list(beside)) {
                entries.filter(path -> path.getFileName().toString().endsWith(ARCHIVE_ENDING))
                        .filter(Files::isDirectory)
                        .map(path -> directory.relativize(path).toString().replace('\\', '/'))
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names.stream().map(name -> Location.in(directory, name)).toList();
    }

    private static Optional<String> sentence(Settings settings, Settings.Sources found) {
        String config = settings.file().isPresent() ? "migrate.toml names no sources" : "no migrate.toml";
        if (found.folders().isEmpty()) {
            return Optional.of(config + "; found none of " + String.join(", ", CANDIDATES));
        }
        List<String> parts = new ArrayList<>();
        parts.add(config + "; found " + list(found.folders()));
        if (!found.archive().isEmpty() && settings.sources().archive().isEmpty()) {
            parts.add("archive " + list(found.archive()));
        }
        return Optional.of(String.join("; ", parts));
    }

    private static String list(List<Location> locations) {
        return String.join(", ", locations.stream().map(Location::name).toList());
    }
}
