package dev.migrate.migration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the name of a file or folder says about it; nothing of it is read.
 *
 * @param id the name without {@code .sql} and without a direction
 * @param version empty where there is none, or the name fits nothing
 * @param description the rest of the id, {@code _} and {@code -} as spaces
 */
public record FileName(Role role, String id, Optional<Version> version, String description) {
    /** What a file is for, by its name alone. */
    public enum Role {
        /** {@code schema.sql}: no version, first. */
        FIRST,
        VERSIONED,
        /** Fits nothing: in the order of file names behind {@link #FIRST}. */
        UNVERSIONED,
        /** {@code R__views.sql}. */
        REPEATABLE,
        /** {@code x.down.sql}: undoes the migration with the same id. */
        DOWN,
        /** {@code U1.2__x.sql}: undoes the migration with the same version. */
        UNDO
    }

    private static final String FIRST = "schema";

    /** From which new migrations are made, the first that is there; none of them is a migration. */
    public static final List<String> TEMPLATES = List.of(".template.sql", "_template.sql", "TEMPLATE.sql");

    /** Whether a file of that name is SQL at all. */
    static boolean isSql(String file) {
        int length = file.length();
        return length > 4 && file.charAt(0) != '.' && file.regionMatches(true, length - 4, ".sql", 0, 4);
    }

    /** Whether a file of that name is what new migrations are made from. */
    static boolean isTemplate(String file) {
        return TEMPLATES.contains(file);
    }

    /** Reads the name of a file, without its folder; {@code .sql} is its end. */
    public static FileName of(String file) {
        String name = file.substring(0, file.length() - 4);
        if (endsWith(name, ".down")) {
            return named(Role.DOWN, name.substring(0, name.length() - 5));
        }
        return ofId(endsWith(name, ".up") ? name.substring(0, name.length() - 3) : name);
    }

    /** Reads an id, such as the name of a folder. */
    public static FileName ofId(String id) {
        return named(null, id);
    }

    private static FileName named(Role given, String id) {
        if (id.equals(FIRST)) {
            return new FileName(given == null ? Role.FIRST : given, id, Optional.empty(), id);
        }
        if (id.startsWith("R__") && id.length() > 3) {
            return new FileName(given == null ? Role.REPEATABLE : given, id, Optional.empty(), spaced(id.substring(3)));
        }
        if (id.startsWith("V") || id.startsWith("U")) {
            VersionParser parser = new VersionParser(id.substring(1));
            Optional<Version> version = parser.flyway();
            if (version.isPresent()) {
                Role role = id.charAt(0) == 'V' ? Role.VERSIONED : Role.UNDO;
                return new FileName(given == null ? role : given, id, version, spaced(parser.rest()));
            }
        }
        VersionParser parser = new VersionParser(id);
        Optional<Version> version = parser.version();
        Role role = version.isPresent() ? Role.VERSIONED : Role.UNVERSIONED;
        return new FileName(given == null ? role : given, id, version, spaced(parser.rest()));
    }

    /** Whether an entry of a list in the config, an id or a glob, means the migration of that name. */
    public boolean isMeantBy(String entry) {
        return Names.fits(entry, id);
    }

    private static boolean endsWith(String name, String ending) {
        return name.length() > ending.length() && name.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static String spaced(String rest) {
        return rest.replace('_', ' ').replace('-', ' ').strip();
    }
}
