package dev.migrate.database;

import java.util.List;
import java.util.Optional;

/**
 * What came back for one message.
 *
 * @param completed how many statements of the message ended well
 * @param columns names of what the last query returns
 * @param results the rows of each statement that returned any, where rows were asked for; a value is null for NULL
 * @param error what stopped the message; empty where nothing did
 * @param state of the transaction afterwards
 */
public record Reply(
        int completed,
        List<String> columns,
        List<List<List<String>>> results,
        Optional<ServerError> error,
        TransactionState state) {
    /** The rows of the last statement that returned any. */
    public List<List<String>> rows() {
        return results.isEmpty() ? List.of() : results.get(results.size() - 1);
    }

    public boolean ok() {
        return error.isEmpty();
    }
}
