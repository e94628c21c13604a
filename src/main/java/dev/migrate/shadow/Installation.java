package dev.migrate.shadow;

import java.nio.file.Path;

/**
 * The programs of one PostgreSQL.
 *
 * @param home folder with {@code bin/postgres}
 * @param major its major version
 * @param embedded whether it came with this program, so that files may be put into it
 */
record Installation(Path home, String major, boolean embedded) {
    String description() {
        return embedded
                ? "an embedded PostgreSQL " + major
                : "the PostgreSQL " + major + " that is installed in " + home;
    }
}
