package dev.migrate.history;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.Identifier;
import dev.migrate.database.ServerFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL that writes history and log: complete statements, schema-qualified, without a semicolon, to be put into the
 * transaction of what they record.
 *
 * <p>Values stand in the text as literals: the statements are parts of one message with the script's own, and such a
 * message has no parameters.
 */
public final class HistoryWriter {
    private static final Pattern NAME = Pattern.compile("\\{(schema|table|log)(:format)?\\}");

    private final HistoryTable table;
    private final Author author;
    private final ServerFacts facts;

    /**
     * Writes for one database. Where it cannot hold every character, only plain texts are kept, for a comment in a file
     * must not keep the file from running.
     */
    public HistoryWriter(HistoryTable table, Author author, ServerFacts facts) {
        this.table = table;
        this.author = author;
        this.facts = facts;
    }

    /** Makes schema and tables; for a database that has none. */
    public List<String> create() {
        return definition("create.sql");
    }

    /** Brings tables of an older format to the present one; does nothing to those that have it. */
    public List<String> upgrade() {
        return definition("format-2.sql");
    }

    private List<String> definition(String name) {
        try (InputStream resource = HistoryWriter.class.getResourceAsStream(name)) {
            String sql = new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
            // One statement to the caller: the message is the same, and our own text needs no splitting.
            return List.of(NAME.matcher(sql)
                    .replaceAll(found -> Matcher.quoteReplacement(name(found.group(1), found.group(2) != null)))
                    .strip()
                    .replaceAll(";$", ""));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /**
     * The name that stands for a word in braces.
     *
     * @param inFormat whether it stands in the format string of a literal inside a dollar quote
     */
    private String name(String word, boolean inFormat) {
        String quoted = Identifier.quoted(
                switch (word) {
                    case "schema" -> table.schema();
                    case "table" -> table.table();
                    default -> table.logName();
                });
        return inFormat ? quoted.replace("%", "%%").replace("'", "''").replace("$", "$'||'") : quoted;
    }

    /**
     * A migration that ran in one transaction, this one.
     *
     * @param logged whether the log is sure to have a row when this is run
     */
    public List<String> applied(Entry entry, int statements, boolean replaces, boolean logged) {
        var sql = new ArrayList<String>();
        if (replaces) {
            sql.add(forget(entry.id()));
        }
        sql.add(insert(entry, RecordedState.APPLIED, SINCE_TRANSACTION, Integer.toString(statements)));
        String state = RecordedState.APPLIED.word();
        sql.add(
                logged
                        ? next("apply", entry.id(), state, entry.checksum())
                        : log("apply", entry.id(), state, entry.checksum(), ""));
        sql.addAll(mirrored(entry));
        return sql;
    }

    /** A migration that counts as applied without having run now: covered, or marked by hand. */
    public List<String> recorded(Entry entry, RecordedState state, boolean replaces, String action, String detail) {
        var sql = new ArrayList<String>();
        if (replaces) {
            sql.add(forget(entry.id()));
        }
        sql.add(insert(entry, state, "0", "0"));
        sql.add(log(action, entry.id(), state.word(), entry.checksum(), detail));
        sql.addAll(mirrored(entry));
        return sql;
    }

    /** Writes to the write-ahead log, and changes nothing: a lock on the row of a migration. */
    public String touched(String id) {
        return "SELECT FROM " + table.history() + " WHERE id = " + literal(id) + " FOR UPDATE";
    }

    /** Makes what else is written to, for a database that does not have it. */
    public List<String> createMirror() {
        return SupabaseMirror.create();
    }

    private List<String> mirrored(Entry entry) {
        return table.supabase() ? SupabaseMirror.applied(entry, kept(entry.upSql())) : List.of();
    }

    /** A migration that begins to run statement by statement, or goes on behind the statements that are done. */
    public List<String> begun(Entry entry, boolean replaces, int done) {
        var sql = new ArrayList<String>();
        if (replaces) {
            sql.add(forget(entry.id()));
        }
        sql.add(insert(entry, RecordedState.RUNNING, "0", Integer.toString(done)));
        String detail = done == 0 ? "" : "behind statement " + done;
        sql.add(log(
                done == 0 ? "begin" : "resume", entry.id(), RecordedState.RUNNING.word(), entry.checksum(), detail));
        return sql;
    }

    /** That its first {@code done} statements are done. */
    public List<String> progress(Entry entry, int done) {
        return List.of(
                "UPDATE " + table.history() + " SET statements = " + done + " WHERE id = " + literal(entry.id()));
    }

    /** That a migration which ran statement by statement has ended well. */
    public List<String> ended(Entry entry, int statements) {
        var sql = new ArrayList<String>();
        sql.add("UPDATE " + table.history() + " SET state = 'applied', statements = " + statements
                + ", duration_ms = " + milliseconds("pg_catalog.clock_timestamp() - applied_at")
                + ", applied_at = pg_catalog.clock_timestamp(), error = NULL WHERE id = " + literal(entry.id()));
        sql.add(log("apply", entry.id(), RecordedState.APPLIED.word(), entry.checksum(), ""));
        sql.addAll(mirrored(entry));
        return sql;
    }

    /** That it stopped. */
    public List<String> failed(Entry entry, int done, String error) {
        return List.of(
                "UPDATE " + table.history() + " SET state = 'failed', statements = " + done + ", error = "
                        + literal(error) + " WHERE id = " + literal(entry.id()),
                log("fail", entry.id(), RecordedState.FAILED.word(), entry.checksum(), error));
    }

    /** That of a run which did not end the first {@code done} statements are done and no other, as somebody looked up. */
    public List<String> looked(Recorded row, int done, String reason) {
        RecordedState state = row.state() == RecordedState.ROLLING_BACK ? row.state() : RecordedState.FAILED;
        return List.of(
                "UPDATE " + table.history() + " SET state = " + literal(state.word()) + ", statements = " + done
                        + ", error = coalesce(error, " + literal("the run was lost") + ") WHERE id = "
                        + literal(row.id()),
                log("repair", row.id(), state.word(), row.checksum(), "statements done: " + done + ": " + reason));
    }

    /** That a file has another name now; its row and its way back move with it. */
    public List<String> renamed(String oldId, Entry entry) {
        return List.of(
                "UPDATE " + table.history() + " SET id = " + literal(entry.id()) + ", version = "
                        + literal(entry.version().orElse(null)) + ", description = " + literal(entry.description())
                        + ", source = " + literal(entry.source()) + ", file = " + literal(entry.file())
                        + " WHERE id = " + literal(oldId),
                "UPDATE " + table.history() + " SET unit_ids = " + replaced("unit_ids", oldId, entry.id())
                        + ", runs_after = " + replaced("runs_after", oldId, entry.id()) + " WHERE "
                        + literal(oldId) + " = ANY (unit_ids || runs_after)",
                log("rename", oldId, "renamed", entry.checksum(), "now " + entry.id()),
                stateAfterRename(oldId, entry));
    }

    private static String replaced(String column, String oldId, String newId) {
        return "pg_catalog.array_replace(" + column + ", " + literal(oldId) + "::pg_catalog.text, " + literal(newId)
                + "::pg_catalog.text)";
    }

    private String stateAfterRename(String oldId, Entry entry) {
        return logSelect(
                "rename",
                literal(entry.id()),
                "(SELECT state FROM " + table.history() + " WHERE id = " + literal(entry.id()) + ")",
                literal(entry.checksum()),
                literal("was " + oldId));
    }

    /** That the text of an applied migration is another now, and that this is right. */
    public List<String> accepted(Entry entry, String reason) {
        return List.of(
                "UPDATE " + table.history() + " SET checksum = " + literal(entry.checksum()) + ", (up_sql, "
                        + WAYS_BACK + ") = (" + literal(kept(entry.upSql())) + ", " + waysBack(entry)
                        + ") WHERE id = " + literal(entry.id()),
                logSelect(
                        "repair",
                        literal(entry.id()),
                        "(SELECT state FROM " + table.history() + " WHERE id = " + literal(entry.id()) + ")",
                        literal(entry.checksum()),
                        literal("accepted the edited file: " + reason)));
    }

    /** That a row is gone: the migration is pending again. */
    public List<String> forgotten(Recorded row, String reason) {
        return List.of(
                forget(row.id()),
                log(
                        "repair",
                        row.id(),
                        "pending",
                        row.checksum(),
                        "forgot the " + row.state().word() + " run: " + reason));
    }

    /**
     * That log and history were changed by hand and are now taken as they are: every row of the history is stated
     * anew, and the chain is checked from here on.
     */
    public List<String> restated(List<Recorded> rows, String reason) {
        var sql = new ArrayList<String>();
        sql.add(log(HistoryReader.RESTATED, "", "", "", reason));
        for (Recorded row : rows) {
            sql.add(log("restate", row.id(), row.state().word(), row.checksum(), ""));
        }
        return sql;
    }

    private static final String SINCE_TRANSACTION =
            milliseconds("pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()");

    private static String milliseconds(String interval) {
        return "(extract(epoch FROM " + interval + ") * 1000)::pg_catalog.int8";
    }

    /** What the database can hold of a text; null for nothing. */
    String kept(Optional<String> text) {
        return text.filter(sql -> facts.unicode() || sql.chars().allMatch(c -> c < 128))
                .orElse(null);
    }

    private String forget(String id) {
        return "DELETE FROM " + table.history() + " WHERE id = " + literal(id);
    }

    private String insert(Entry entry, RecordedState state, String duration, String statements) {
        return "INSERT INTO " + table.history()
                + " (id, version, description, source, file, checksum, state, applied_at, applied_by, duration_ms,"
                + " statements, tool_version, commit_id, up_sql, " + WAYS_BACK + ") VALUES ("
                + String.join(
                        ", ",
                        literal(entry.id()),
                        literal(entry.version().orElse(null)),
                        literal(entry.description()),
                        literal(entry.source()),
                        literal(entry.file()),
                        literal(entry.checksum()),
                        literal(state.word()),
                        "pg_catalog.clock_timestamp()",
                        by(),
                        duration,
                        statements,
                        literal(author.toolVersion()),
                        literal(author.commit().orElse(null)),
                        literal(kept(entry.upSql())),
                        waysBack(entry))
                + ")";
    }

    private static final String WAYS_BACK = "down_sql, down_kind, down_file, unit_sql, unit_file, unit_ids, runs_after";

    private String waysBack(Entry entry) {
        return String.join(
                ", ",
                literal(kept(entry.down().flatMap(Entry.Down::text))),
                literal(entry.down().map(Entry.Down::kind).orElse(null)),
                literal(entry.down().map(Entry.Down::file).orElse(null)),
                literal(kept(entry.unit().flatMap(KeptUnit::text))),
                literal(entry.unit().map(KeptUnit::file).orElse(null)),
                ids(entry.unit().map(KeptUnit::undoes).orElse(List.of())),
                ids(entry.after()));
    }

    static String ids(List<String> ids) {
        return ids.isEmpty()
                ? "NULL"
                : ids.stream().map(id -> literal(id)).collect(Collectors.joining(", ", "ARRAY[", "]"))
                        + "::pg_catalog.text[]";
    }

    private String by() {
        return literal(doneBy());
    }

    private String doneBy() {
        return facts.user() + " (" + author.account() + ")";
    }

    String log(String action, String id, String state, String checksum, String detail) {
        return logSelect(action, literal(id), literal(state), literal(checksum), literal(detail));
    }

    /**
     * A row of a log that is begun, and of which everything is known but its place. For the thousands of these: the
     * server takes half as long for it as for the general form.
     */
    private String next(String action, String id, String state, String checksum) {
        var values = Stream.of(action, id, state, checksum, doneBy(), author.toolVersion(), "")
                .map(value -> literal(value) + "::pg_catalog.text")
                .toList();
        String row = String.join(", ", values);
        return "INSERT INTO " + table.log() + " SELECT n, at, " + row + ", previous, "
                + LogHash.of("n", "at", row + ", previous") + " FROM (SELECT l.n + 1 AS n,"
                + " pg_catalog.clock_timestamp() AS at, l.hash AS previous FROM " + table.log()
                + " l ORDER BY l.n DESC LIMIT 1) e";
    }

    private String logSelect(String action, String id, String state, String checksum, String detail) {
        return "INSERT INTO " + table.log()
                + " SELECT n, at, action, id, state, checksum, done_by, tool_version, detail, previous, "
                + LogHash.of("e") + " FROM (SELECT coalesce((SELECT max(n) FROM " + table.log() + "), 0) + 1 AS n,"
                + " pg_catalog.clock_timestamp() AS at, " + literal(action) + "::pg_catalog.text AS action, " + id
                + "::pg_catalog.text AS id, " + state + "::pg_catalog.text AS state, " + checksum
                + "::pg_catalog.text AS checksum, (" + by() + ")::pg_catalog.text AS done_by, "
                + literal(author.toolVersion()) + "::pg_catalog.text AS tool_version, " + detail
                + "::pg_catalog.text AS detail, coalesce((SELECT l.hash FROM " + table.log()
                + " l ORDER BY l.n DESC LIMIT 1), '') AS previous) e";
    }
}
