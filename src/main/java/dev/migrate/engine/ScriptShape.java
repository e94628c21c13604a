package dev.migrate.engine;

import dev.migrate.script.Item;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a script before it runs, from the first words of its statements alone.
 *
 * @param statements how many it has
 * @param refusing statements that PostgreSQL refuses in a transaction block
 * @param control {@code BEGIN}, {@code COMMIT}, {@code ROLLBACK}, {@code PREPARE TRANSACTION} of the script's own
 * @param enumValues types that get a value added
 * @param marked whether the file asks to be run without a transaction
 */
public record ScriptShape(
        int statements, List<Mark> refusing, List<Mark> control, List<String> enumValues, boolean marked) {
    public ScriptShape {
        refusing = List.copyOf(refusing);
        control = List.copyOf(control);
        enumValues = List.copyOf(enumValues);
    }

    /**
     * A statement worth a remark.
     *
     * @param statement number in the script, from 1
     * @param summary its leading words
     */
    public record Mark(int statement, int line, int column, String summary, StatementKind kind) {}

    /** How the transaction control of the script itself is dealt with. */
    public enum Wrapping {
        /** It has none: the script is put into a transaction. */
        NONE,
        /** One {@code BEGIN … COMMIT} around the whole: folded into ours. */
        WHOLE,
        /** Nothing but a {@code COMMIT} at its end, which {@code psql} answers with a warning: left out. */
        TRAILING_COMMIT,
        /** It commits or rolls back in the middle: it runs as it is written. */
        OWN
    }

    /** How the script's own transaction control is dealt with. */
    public Wrapping wrapping() {
        if (control.isEmpty()) {
            return Wrapping.NONE;
        }
        Mark last = control.get(control.size() - 1);
        boolean endsInCommit = last.statement() == statements && plainCommit(last);
        if (control.size() == 2
                && endsInCommit
                && control.get(0).statement() == 1
                && control.get(0).kind() == StatementKind.BEGIN) {
            return Wrapping.WHOLE;
        }
        return control.size() == 1 && endsInCommit ? Wrapping.TRAILING_COMMIT : Wrapping.OWN;
    }

    /**
     * Whether a statement is left out because ours stands for it: the end of the transaction, with the record before
     * it, and its beginning where one is open.
     */
    boolean folds(Statement statement, boolean open) {
        boolean folded = statement.kind() == StatementKind.COMMIT || (open && statement.kind() == StatementKind.BEGIN);
        return folded && wrapping() != Wrapping.NONE;
    }

    private static boolean plainCommit(Mark mark) {
        return mark.kind() == StatementKind.COMMIT && !chains(mark);
    }

    private static boolean chains(Mark mark) {
        return mark.summary().endsWith("AND CHAIN");
    }

    /** Whether it runs statement by statement, each recorded as done, in place of one transaction. */
    public boolean stepwise() {
        return marked || !refusing.isEmpty() || wrapping() == Wrapping.OWN;
    }

    /** The {@code BEGIN} that nothing in the script ends; {@code psql} would roll back all that follows it. */
    public Optional<Mark> unclosed() {
        Mark open = null;
        for (Mark mark : control) {
            switch (mark.kind()) {
                case BEGIN -> open = open == null ? mark : open;
                case COMMIT, ROLLBACK, PREPARE_TRANSACTION -> open = chains(mark) ? mark : null;
                // Only the server knows what is open then; what is at the end is rolled back and told.
                case JOINED_CONTROL -> open = null;
                default -> {}
            }
        }
        return Optional.ofNullable(open);
    }

    /** Why it cannot share a transaction with other scripts, in words; empty where it can. */
    public Optional<String> unshareable() {
        if (!refusing.isEmpty()) {
            Mark mark = refusing.get(0);
            return Optional.of(mark.summary() + " (line " + mark.line() + ") cannot run in a transaction");
        }
        if (wrapping() == Wrapping.OWN) {
            return Optional.of(
                    "it has transactions of its own (line " + control.get(0).line() + ")");
        }
        return marked ? Optional.of("it is marked no-transaction") : Optional.empty();
    }

    /** Collects the shape of a script while something else reads it. */
    public static final class Collector {
        private final List<Mark> refusing = new ArrayList<>();
        private final List<Mark> control = new ArrayList<>();
        private final List<String> enumValues = new ArrayList<>();
        private int statements;

        public void accept(Item item) {
            if (!(item instanceof Statement statement)) {
                return;
            }
            statements++;
            StatementKind kind = statement.kind();
            var mark = new Mark(statements, statement.line(), statement.column(), statement.summary(), kind);
            if (kind.control()) {
                control.add(mark);
            }
            if (kind == StatementKind.ADD_ENUM_VALUE) {
                statement.object().ifPresent(enumValues::add);
            }
            if (!statement.transactional()) {
                refusing.add(mark);
            }
        }

        /** The shape of what was seen. */
        public ScriptShape shape(boolean marked) {
            return new ScriptShape(statements, refusing, control, enumValues, marked);
        }
    }
}
