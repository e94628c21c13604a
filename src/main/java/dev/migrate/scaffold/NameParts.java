package dev.migrate.scaffold;

import dev.migrate.migration.FileName;
import dev.migrate.migration.FoundFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a migration, taken apart as it is written.
 *
 * @param prefix {@code V} of Flyway's names, else empty
 * @param version the number or date, with its zeros and dashes
 * @param separator what stands between version and description; empty where there is no description
 * @param description as it is written
 */
record NameParts(String prefix, String version, String separator, String description, Layout layout) {
    /** What kind of file a migration is. */
    enum Layout {
        /** {@code 001_x.sql}. */
        FILE,
        /** {@code 001_x.up.sql} and {@code 001_x.down.sql}. */
        PAIR,
        /** {@code 001_x/migration.sql}. */
        FOLDER;

        static Layout of(Path migration) {
            String name = migration.getFileName().toString().toLowerCase(Locale.ROOT);
            return name.equals("migration.sql") ? FOLDER : name.endsWith(".up.sql") ? PAIR : FILE;
        }
    }

    private static final Pattern SEPARATED = Pattern.compile("([^\\p{L}\\p{N}]*)(.*)", Pattern.DOTALL);

    /** A number that is meant to stay the largest of all, whatever comes. */
    private static final Pattern CEILING = Pattern.compile("9{8,}");

    /** The parts of a file's name; empty where it has no version. */
    static Optional<NameParts> of(FoundFile file) {
        return of(file.name(), Layout.of(file.path()));
    }

    static Optional<NameParts> of(FileName name, Layout layout) {
        if (name.role() != FileName.Role.VERSIONED) {
            return Optional.empty();
        }
        String prefix = name.id().startsWith("V") ? "V" : "";
        String numbered = name.id().substring(prefix.length());
        // The version 1.2 of V1_2__x is not as it is written there, but it is as long.
        int end = name.version().orElseThrow().text().length();
        Matcher rest = SEPARATED.matcher(numbered.substring(end));
        if (!rest.matches()) {
            return Optional.empty();
        }
        String version = numbered.substring(0, end);
        return Optional.of(new NameParts(prefix, version, rest.group(1), rest.group(2), layout));
    }

    /** Whether the number says that nothing is to come behind it. */
    boolean isCeiling() {
        return CEILING.matcher(version).matches();
    }
}
