package dev.migrate.migration;

import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import java.util.List;
import java.util.Optional;

/**
 * What the statements of a script are, as far as a plan needs to know before anything runs.
 *
 * @param statements how many there are
 * @param refusesTransaction those that PostgreSQL refuses in a transaction block
 * @param transactionControl its own BEGIN, COMMIT, ROLLBACK and PREPARE TRANSACTION
 * @param newEnumValues ALTER TYPE ... ADD VALUE; the object is the type
 * @param concurrentIndexes CREATE INDEX CONCURRENTLY; the object is the index
 */
public record ScriptSummary(
        int statements,
        List<Mention> refusesTransaction,
        List<Mention> transactionControl,
        List<Mention> newEnumValues,
        List<Mention> concurrentIndexes) {
    public ScriptSummary {
        refusesTransaction = List.copyOf(refusesTransaction);
        transactionControl = List.copyOf(transactionControl);
        newEnumValues = List.copyOf(newEnumValues);
        concurrentIndexes = List.copyOf(concurrentIndexes);
    }

    /**
     * One statement, without its text.
     *
     * @param number of the statement in the script, from 1
     * @param summary its leading words
     */
    public record Mention(
            int number, StatementKind kind, String summary, int line, int column, Optional<String> object) {
        static Mention of(int number, Statement statement) {
            return new Mention(
                    number,
                    statement.kind(),
                    statement.summary(),
                    statement.line(),
                    statement.column(),
                    statement.object());
        }
    }
}
