package dev.migrate.rollback;

import dev.migrate.history.Entry;
import dev.migrate.history.KeptUnit;
import dev.migrate.history.RollbackWriter;
import dev.migrate.migration.MigrationScript;
import java.util.List;
import java.util.Optional;

/**
 * What undoes one migration, or several as a unit, and where it comes from.
 *
 * @param kind where it stands, or stood when the migration was applied
 * @param file in which; of a text whose file nobody wrote down, the migration's
 * @param kept whether the text is the one that the history kept
 * @param script to be run; its positions are those of {@code file} where the text is still the same
 * @param text of it, line ends as LF; empty where it is longer than the history keeps
 * @param undoes ids of what it undoes, as the history has them
 */
public record WayBack(
        Kind kind, String file, boolean kept, MigrationScript script, Optional<String> text, List<String> undoes) {
    /** Where a way back stands. */
    public enum Kind {
        SECTION("section"),
        FILE("file"),
        COMMENT("comment"),
        /** A {@code [[rollback]]} plan of the config, which undoes several as a unit. */
        PLAN("plan"),
        /** Nobody wrote it down: the history is older than that. */
        UNKNOWN("");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            return UNKNOWN;
        }
    }

    public WayBack {
        undoes = List.copyOf(undoes);
    }

    /** In words, for people and the log. */
    public String words() {
        String where = switch (kind) {
            case SECTION -> "the down section of " + file;
            case FILE, PLAN -> file;
            case COMMENT -> "the comment in " + file;
            case UNKNOWN -> "the text in the history";
        };
        return kept && kind != Kind.UNKNOWN ? where + " as it was applied" : where;
    }

    /** What the history is to keep while this runs; empty where it has it already. */
    Optional<RollbackWriter.Way> toKeep() {
        if (kept) {
            return Optional.empty();
        }
        return Optional.of(
                kind == Kind.PLAN
                        ? new RollbackWriter.Way(Optional.empty(), Optional.of(new KeptUnit(file, text, undoes)))
                        : new RollbackWriter.Way(Optional.of(new Entry.Down(text, kind.word, file)), Optional.empty()));
    }
}
