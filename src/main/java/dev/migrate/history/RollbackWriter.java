package dev.migrate.history;

import static dev.migrate.database.Identifier.literal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The SQL that records how migrations are undone; like that of {@link HistoryWriter}, and with it. Several that one
 * script undoes always have the same state.
 */
public final class RollbackWriter {
    private final HistoryTable table;
    private final HistoryWriter writer;

    public RollbackWriter(HistoryTable table, HistoryWriter writer) {
        this.table = table;
        this.writer = writer;
    }

    /**
     * That these are undone.
     *
     * @param by what undid them, in words
     */
    public List<String> rolledBack(List<Recorded> rows, String by) {
        var sql = new ArrayList<String>();
        sql.add("UPDATE " + table.history() + " SET state = 'rolled_back', statements = 0, error = NULL" + where(rows));
        for (Recorded row : rows) {
            sql.add(writer.log("rollback", row.id(), RecordedState.ROLLED_BACK.word(), row.checksum(), by));
            if (table.supabase()) {
                sql.addAll(SupabaseMirror.rolledBack(row));
            }
        }
        return sql;
    }

    /**
     * That a way back begins to run statement by statement, or goes on behind the statements that are done.
     *
     * @param way what runs, so that whoever goes on with it goes on with this; empty where it is kept already
     */
    public List<String> begun(List<Recorded> rows, int done, Optional<Way> way) {
        var sql = new ArrayList<String>();
        String keeping = way.map(this::keeping).orElse("");
        sql.add("UPDATE " + table.history() + " SET state = 'rolling_back', statements = " + done + ", error = NULL"
                + keeping + where(rows));
        logs(sql, rows, done == 0 ? "rollback begin" : "rollback resume", RecordedState.ROLLING_BACK, behind(done));
        return sql;
    }

    /** What undoes one migration alone, or several at once; one of both. */
    public record Way(Optional<Entry.Down> own, Optional<KeptUnit> unit) {}

    private String keeping(Way way) {
        return way.own()
                        .map(down -> ", down_sql = " + literal(writer.kept(down.text())) + ", down_kind = "
                                + literal(down.kind()) + ", down_file = " + literal(down.file()))
                        .orElse("")
                + way.unit()
                        .map(unit -> ", unit_sql = " + literal(writer.kept(unit.text())) + ", unit_file = "
                                + literal(unit.file()) + ", unit_ids = " + HistoryWriter.ids(unit.undoes()))
                        .orElse("");
    }

    /** That the first {@code done} statements of the way back are done. */
    public List<String> progress(List<Recorded> rows, int done) {
        return List.of("UPDATE " + table.history() + " SET statements = " + done + where(rows));
    }

    /** That a way back stopped behind some of its statements. */
    public List<String> stopped(List<Recorded> rows, int done, String error) {
        var sql = new ArrayList<String>();
        sql.add("UPDATE " + table.history() + " SET statements = " + done + ", error = " + literal(error)
                + where(rows));
        logs(sql, rows, "rollback fail", RecordedState.ROLLING_BACK, error);
        return sql;
    }

    /** That a way back stopped before anything of it was done: these are what they were. */
    public List<String> unchanged(List<Recorded> rows, String error) {
        var sql = new ArrayList<String>();
        for (Recorded row : rows) {
            sql.add("UPDATE " + table.history() + " SET state = "
                    + literal(row.state().word()) + ", statements = " + row.statements() + ", error = NULL"
                    + where(List.of(row)));
            sql.add(writer.log("rollback fail", row.id(), row.state().word(), row.checksum(), error));
        }
        return sql;
    }

    private void logs(List<String> sql, List<Recorded> rows, String action, RecordedState state, String detail) {
        rows.forEach(row -> sql.add(writer.log(action, row.id(), state.word(), row.checksum(), detail)));
    }

    private static String behind(int done) {
        return done == 0 ? "" : "behind statement " + done;
    }

    private static String where(List<Recorded> rows) {
        return rows.stream().map(row -> literal(row.id())).collect(Collectors.joining(", ", " WHERE id IN (", ")"));
    }
}
