package dev.migrate.database;

import java.util.List;
import java.util.Optional;

/**
 * What came back for one message.
 *
 * @param completed how many statements of the message ended well
 * @param columns names of what the last query returns
 * @param rows of the last statement that returned rows, where rows were asked for; a value is null for NULL
 * @param error what stopped the message; empty where nothing did
 * @param state of the transaction afterwards
 */
public record Reply(
        int completed,
        List<String> columns,
        List<List<String>> rows,
        Optional<ServerError> error,
        TransactionState state) {
    public boolean ok() {
        return error.isEmpty();
    }
}
