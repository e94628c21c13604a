package dev.migrate.database;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLWarning;

/** Counts the statements of a message as they complete, so that an error and a notice can be laid at the right one. */
class ReplyHandler extends ResultHandlerBase {
    private final NoticeListener notices;
    private int completed;
    private List<String> columns = List.of();
    private final List<List<List<String>>> results = new ArrayList<>();

    ReplyHandler(NoticeListener notices) {
        this.notices = notices;
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        completed++;
        columns = Arrays.stream(fields).map(Field::getColumnLabel).toList();
        var found = new ArrayList<List<String>>(tuples.size());
        for (Tuple tuple : tuples) {
            var row = new ArrayList<String>(tuple.fieldCount());
            read(tuple, row);
            found.add(row);
        }
        results.add(found);
    }

    static void read(Tuple tuple, List<String> row) {
        for (int i = 0; i < tuple.fieldCount(); i++) {
            byte[] value = tuple.get(i);
            row.add(value == null ? null : new String(value, StandardCharsets.UTF_8));
        }
    }

    void completedOne() {
        completed++;
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        completed++;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        if (warning instanceof PSQLWarning notice && notice.getServerErrorMessage() != null) {
            notices.notice(completed, ServerError.of(notice));
        }
    }

    /** The error is part of the reply, not an exception. */
    @Override
    public void handleCompletion() {}

    /** During a COPY the driver collects notices in place of passing them on. */
    static void tell(PgConnection connection, NoticeListener notices) {
        try {
            for (SQLWarning warning = connection.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                if (warning instanceof PSQLWarning notice && notice.getServerErrorMessage() != null) {
                    notices.notice(0, ServerError.of(notice));
                }
            }
            connection.clearWarnings();
        } catch (SQLException gone) {
            // The connection is closed, and the reply says so.
        }
    }

    int completed() {
        return completed;
    }

    List<String> columns() {
        return columns;
    }

    /** The rows of each query of the message that returns any, in order. */
    List<List<List<String>>> results() {
        return results;
    }

    SQLException error() {
        return getException();
    }
}
