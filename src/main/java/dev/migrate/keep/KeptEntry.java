package dev.migrate.keep;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the contents: what is kept of one table and one run of a migration.
 *
 * @param id of the entry
 * @param migration that destroyed it
 * @param changes in words: {@code drop table}, {@code delete, update}
 * @param wholeRows whether rows may be gone, not only values of some columns
 * @param schema of the table as it was
 * @param after where the table stands behind the migration, as SQL names it; empty where it is gone
 * @param keptTable name of the copy in {@code migrate_kept}
 * @param state {@code kept}, {@code restored} or {@code purged}
 * @param bytes that the copy takes now
 * @param note what a rollback could not give back, in words
 */
public record KeptEntry(
        long id,
        String migration,
        Kind kind,
        String changes,
        boolean wholeRows,
        String schema,
        String table,
        Optional<String> after,
        String keptTable,
        long rows,
        String keptAt,
        String expiresAt,
        String state,
        long givenBack,
        String note,
        long bytes,
        List<Value> values) {
    public KeptEntry {
        values = List.copyOf(values);
    }

    /** What was lost. */
    public enum Kind {
        /** Nobody knows yet: the migration did not come to its end. */
        COPY,
        TABLE,
        COLUMNS,
        ROWS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A column that is kept.
     *
     * @param after its name behind the migration; empty where it is gone
     * @param asText whether it is kept as text
     * @param changed whether it is gone or has another type
     */
    record Value(String name, Optional<String> after, boolean key, boolean asText, boolean changed) {
        String quoted() {
            return Identifier.quoted(name);
        }

        String quotedAfter() {
            return Identifier.quoted(after.orElseThrow());
        }
    }

    /** Whether it can still be given back. */
    public boolean kept() {
        return state.equals("kept");
    }

    /** For people. */
    public String tableName() {
        return schema + "." + table;
    }

    String quotedTable() {
        return Identifier.quoted(schema) + "." + Identifier.quoted(table);
    }

    String copy() {
        return Copy.table(keptTable);
    }

    List<Value> key() {
        return values.stream().filter(Value::key).toList();
    }

    /** The key, where all of it is there behind the migration; else nothing. */
    List<Value> keyAfter() {
        List<Value> key = key();
        return key.stream().allMatch(value -> value.after().isPresent()) ? key : List.of();
    }

    /** Values by which it shows whether a row behind the migration is still what the migration left. */
    List<Value> watched() {
        return values.stream()
                .filter(value -> !value.key() && value.after().isPresent() && (wholeRows || value.changed()))
                .toList();
    }

    /** The hash of what the migration left of the row {@code t}. */
    String hash() {
        var texts = new ArrayList<String>();
        watched().forEach(value -> texts.add("t." + value.quotedAfter() + "::text"));
        return texts.isEmpty() ? "''" : "md5(row(" + String.join(", ", texts) + ")::text)";
    }

    /** That {@code k} is the copy of {@code t}, behind the migration. */
    String sameKeyAfter() {
        return keyAfter().stream()
                .map(value -> value.asText() || value.changed()
                        ? "k." + value.quoted() + "::text = t." + value.quotedAfter() + "::text"
                        : "k." + value.quoted() + " = t." + value.quotedAfter())
                .collect(java.util.stream.Collectors.joining(" and "));
    }
}
