package dev.migrate.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;

/** Hands the rows of a message on in place of keeping them. */
final class RowHandler extends ReplyHandler {
    private final RowListener rows;
    private int result;

    RowHandler(RowListener rows) {
        super(NoticeListener.NONE);
        this.rows = rows;
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        completedOne();
        List<String> columns = Arrays.stream(fields).map(Field::getColumnLabel).toList();
        var values = new ArrayList<String>(fields.length);
        for (int i = 0; i < tuples.size(); i++) {
            values.clear();
            read(tuples.set(i, null), values); // the driver has no further use for it
            rows.row(result, columns, values);
        }
        result++;
    }
}
