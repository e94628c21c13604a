package dev.migrate.config;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A file or folder that the user named; whether it exists is another question.
 *
 * @param name as the user named it, with {@code /} and without a last one: {@code supabase/migrations}
 * @param path absolute and normalized
 * @param where empty where it comes from the command line or was found
 */
public record Location(String name, Path path, Optional<Place> where) {
    public Location {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(where, "where");
        path = path.toAbsolutePath().normalize();
    }

    /** What {@code name} means when it is written in {@code folder}. */
    public static Location in(Path folder, String name, Optional<Place> where) {
        return new Location(tidy(name), folder.resolve(name), where);
    }

    /** What {@code name} means when it is written in {@code folder}, without a place. */
    public static Location in(Path folder, String name) {
        return in(folder, name, Optional.empty());
    }

    /** A problem at the place where this was named. */
    public Problem problem(String what, String fix) {
        return new Problem(where, what, fix);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String tidy(String name) {
        String tidy = name.replace('\\', '/');
        while (tidy.startsWith("./") && tidy.length() > 2) {
            tidy = tidy.substring(2);
        }
        while (tidy.length() > 1 && tidy.endsWith("/")) {
            tidy = tidy.substring(0, tidy.length() - 1);
        }
        return tidy;
    }
}
