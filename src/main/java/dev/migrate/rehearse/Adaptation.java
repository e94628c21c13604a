package dev.migrate.rehearse;

import dev.migrate.database.ServerError;
import dev.migrate.problem.Place;

/**
 * A statement that a scratch server cannot run as it is written, because an extension is only stood in for there or is
 * not there at all.
 *
 * @param statement number of the statement in its file, from 1
 * @param words its first words, for people
 * @param extension for want of which it could not run
 * @param error what the server said to the statement as it is written
 */
public record Adaptation(Place where, int statement, String words, String extension, Kind kind, ServerError error) {
    /** What became of the statement. */
    public enum Kind {
        /** It was left out. */
        SKIPPED("skipped"),
        /** It made its index without the options of the access method. */
        WITHOUT_INDEX_OPTIONS("run without the options of its index"),
        /** It made the extension in the version that is there. */
        IN_ANOTHER_VERSION("run without its version");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** In words, to stand behind the statement. */
        public String words() {
            return words;
        }
    }

    /** {@code a.sql:3:1: CREATE INDEX items_embedding_idx: skipped: …}, one line. */
    @Override
    public String toString() {
        return where + ": " + words + ": " + kind.words() + ", because the extension " + extension
                + " is not there or only stood in for: " + error.message() + " (" + error.sqlState() + ")";
    }
}
