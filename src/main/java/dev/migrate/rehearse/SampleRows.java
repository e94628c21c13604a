package dev.migrate.rehearse;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Puts a few generated rows into the tables of a scratch database, in the transaction that is open. The same structure
 * gets the same rows. What a row needed to be taken is remembered for the next time.
 */
public final class SampleRows {
    private static final int ATTEMPTS = 150;

    private static final String TRIGGERS_OFF = "set local session_replication_role = replica";

    private static final String TRIGGERS_ON = "set local session_replication_role = origin";

    private final Session session;
    private final Map<SampleTable, Map<Integer, Insert>> remembered = new HashMap<>();

    /** Rows for one session. */
    public SampleRows(Session session) {
        this.session = session;
    }

    /** A row that was taken. */
    private record Insert(String sql, boolean withoutTriggers) {}

    /**
     * What came of it.
     *
     * @param filled tables that got at least one row, in the order in which they did; qualified and quoted
     * @param notFilled those that could not be filled, and why: {@code public.a: null value in column …}
     * @param withoutTriggers those of which a trigger refused the rows, so that they went in past it
     */
    public record Filled(Set<String> filled, List<String> notFilled, Set<String> withoutTriggers) {}

    /** The tables that there are now. */
    public List<SampleTable> tables() {
        return SampleTables.read(session);
    }

    /**
     * Fills tables and what they point to.
     *
     * @param tables all that there are
     * @param wanted those of them that are to be filled
     * @param first number of the first row, so that rows of two calls differ
     * @param rows how many for each; the second has NULL wherever it may
     */
    public Filled fill(List<SampleTable> tables, Predicate<SampleTable> wanted, int first, int rows) {
        var filled = new LinkedHashSet<String>();
        var notFilled = new ArrayList<String>();
        var without = new TreeSet<String>();
        for (SampleTable table : new FillingOrder(tables, wanted).tables()) {
            Optional<ServerError> refused = Optional.empty();
            boolean any = false;
            for (int i = 0; i < rows; i++) {
                var row = new Row(table, first + i, i == 1);
                Optional<ServerError> error = insert(row);
                if (error.isEmpty()) {
                    any = true;
                    if (row.withoutTriggers) {
                        without.add(table.name());
                    }
                } else {
                    refused = error;
                }
            }
            if (any) {
                filled.add(table.name());
            } else {
                notFilled.add(
                        table.name() + ": " + refused.map(ServerError::message).orElse("no row was tried"));
            }
        }
        return new Filled(filled, notFilled, without);
    }

    private Optional<ServerError> insert(Row row) {
        Insert known = remembered.getOrDefault(row.table, Map.of()).get(row.number);
        if (known != null) {
            row.withoutTriggers = known.withoutTriggers();
            if (attempt(known.sql(), known.withoutTriggers()).isEmpty()) {
                return Optional.empty();
            }
            row.withoutTriggers = false;
        }
        Optional<ServerError> first = Optional.empty();
        for (int i = 0; i < ATTEMPTS; i++) {
            String sql = row.sql();
            Optional<ServerError> error = attempt(sql, row.withoutTriggers);
            if (error.isEmpty()) {
                remembered
                        .computeIfAbsent(row.table, table -> new HashMap<>())
                        .put(row.number, new Insert(sql, row.withoutTriggers));
                return Optional.empty();
            }
            first = first.or(() -> error);
            if (!row.changed(error.get())) {
                return first;
            }
        }
        return first;
    }

    private Optional<ServerError> attempt(String sql, boolean withoutTriggers) {
        Reply reply = session.ask("savepoint sample_row;\n" + (withoutTriggers ? TRIGGERS_OFF + ";\n" : "") + sql
                + (withoutTriggers ? ";\n" + TRIGGERS_ON : "") + ";\nrelease savepoint sample_row");
        if (!reply.ok()) {
            session.ask("rollback to savepoint sample_row;\nrelease savepoint sample_row");
        }
        return reply.error();
    }

    /** A row on its way to one that is taken. */
    private static final class Row {
        private final SampleTable table;
        private final int number;
        private final Map<String, List<String>> choices = new LinkedHashMap<>();
        private final Map<String, Integer> chosen = new HashMap<>();
        private final Set<String> searched = new LinkedHashSet<>();
        private final Set<String> active = new LinkedHashSet<>();
        private final Set<String> unlinked = new HashSet<>();
        private boolean withoutTriggers;
        private int shift;

        Row(SampleTable table, int number, boolean nulls) {
            this.table = table;
            this.number = number;
            for (SampleTable.Column column : table.columns()) {
                choices.put(column.name(), List.of(first(column, nulls)));
            }
        }

        private String first(SampleTable.Column column, boolean nulls) {
            if (nulls && !column.required()) {
                return "null";
            }
            if (number == 0 && column.expression().isPresent() && !column.key() && !column.ownDefault()) {
                return "default";
            }
            return SampleValues.of(column.type(), number)
                    .map(text -> literal(column, text))
                    .orElse(column.required() && column.expression().isPresent() ? "default" : "null");
        }

        private static String literal(SampleTable.Column column, String text) {
            return Identifier.literal(text) + "::" + column.type().sql();
        }

        String sql() {
            var names = new ArrayList<String>();
            var values = new ArrayList<String>();
            for (SampleTable.Column column : table.columns()) {
                names.add(Identifier.quoted(column.name()));
                List<String> all = choices.get(column.name());
                values.add(reference(column).orElse(all.get(chosen.getOrDefault(column.name(), 0) % all.size())));
            }
            String into = "insert into " + table.name();
            return names.isEmpty()
                    ? into + " default values"
                    : into + " (" + String.join(", ", names) + ") overriding system value values ("
                            + String.join(", ", values) + ")";
        }

        /** Of a column of a foreign key, the value of a row that is there. */
        private Optional<String> reference(SampleTable.Column column) {
            for (SampleTable.Reference to : table.references()) {
                int at = to.columns().indexOf(column.name());
                if (at < 0
                        || unlinked.contains(column.name())
                        || at >= to.there().size()) {
                    continue;
                }
                if (to.table().equals(table.name())) {
                    // A row may point to itself where it has to point anywhere.
                    return column.required()
                            ? Optional.ofNullable(choices.get(to.there().get(at)))
                                    .map(all -> all.get(0))
                            : Optional.of("null");
                }
                String order = to.there().stream().map(Identifier::quoted).collect(Collectors.joining(", "));
                String key = Identifier.quoted(to.there().get(at));
                String from = to.table();
                return Optional.of("(select " + key + " from " + from + " order by " + order + " offset "
                        + (number + shift + table.references().indexOf(to))
                        + " % greatest(1, (select pg_catalog.count(*) from " + from + ")) limit 1)");
            }
            return Optional.empty();
        }

        /** Makes it another row, by what the server said; false where there is none that was not tried. */
        boolean changed(ServerError error) {
            return switch (error.sqlState()) {
                case "23514" -> checked(error.message());
                case "23505", "23P01" -> shifted();
                case "23502" -> given(error.message());
                case "23503" -> unlink();
                // What a check names need not be a value of the column.
                default -> (!searched.isEmpty() && next()) || pastTriggers();
            };
        }

        private boolean checked(String message) {
            active.clear();
            List<SampleTable.Check> violated = table.checks().stream()
                    .filter(check -> !check.name().isEmpty() && message.contains("\"" + check.name() + "\""))
                    .toList();
            if (violated.isEmpty()) {
                violated = table.checks().stream()
                        .filter(check -> check.name().isEmpty())
                        .toList();
            }
            for (SampleTable.Check check : violated) {
                for (SampleTable.Column column : table.columns()) {
                    boolean about = check.columns().isEmpty() || check.columns().contains(column.name());
                    if (about && reference(column).isEmpty()) {
                        active.add(column.name());
                        if (searched.add(column.name())) {
                            widen(column);
                        }
                    }
                }
            }
            return violated.isEmpty() ? pastTriggers() : next();
        }

        private void widen(SampleTable.Column column) {
            String texts = table.checks().stream()
                    .filter(check ->
                            check.columns().isEmpty() || check.columns().contains(column.name()))
                    .map(SampleTable.Check::text)
                    .collect(Collectors.joining(" "));
            var all = new LinkedHashSet<>(choices.get(column.name()));
            SampleValues.candidates(column.type(), texts).forEach(text -> all.add(literal(column, text)));
            if (!column.required()) {
                all.add("null");
            }
            choices.put(column.name(), List.copyOf(all));
        }

        /** The next combination of what the check is about that was violated last, like the digits of a number. */
        private boolean next() {
            for (String column : active) {
                int at = chosen.getOrDefault(column, 0) + 1;
                if (at < choices.get(column).size()) {
                    chosen.put(column, at);
                    return true;
                }
                chosen.put(column, 0);
            }
            return false;
        }

        private boolean shifted() {
            shift++;
            for (SampleTable.Column column : table.columns()) {
                if (column.key() && !searched.contains(column.name())) {
                    SampleValues.of(column.type(), number + 37 * shift)
                            .ifPresent(text -> choices.put(column.name(), List.of(literal(column, text))));
                }
            }
            return (searched.isEmpty() || next()) && shift < 12;
        }

        private boolean given(String message) {
            for (SampleTable.Column column : table.columns()) {
                Optional<String> value = SampleValues.of(column.type(), number).map(text -> literal(column, text));
                if (message.contains("\"" + column.name() + "\"")
                        && value.isPresent()
                        && !choices.get(column.name()).equals(List.of(value.get()))) {
                    choices.put(column.name(), List.of(value.get()));
                    return true;
                }
            }
            return false;
        }

        private boolean unlink() {
            return table.references().stream()
                    .flatMap(to -> to.columns().stream())
                    .filter(name -> table.column(name)
                            .filter(column -> !column.required())
                            .isPresent())
                    .anyMatch(name -> {
                        choices.put(name, List.of("null"));
                        return unlinked.add(name);
                    });
        }

        /** A trigger of the user may want what nobody can guess. */
        private boolean pastTriggers() {
            boolean first = !withoutTriggers;
            withoutTriggers = true;
            return first;
        }
    }
}
