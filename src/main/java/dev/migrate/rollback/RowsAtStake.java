package dev.migrate.rollback;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many rows of the target a dropped object holds. Counting has a time limit; behind it the server's estimate does. */
final class RowsAtStake {
    /** Longest time to count the rows of one table, in milliseconds. */
    private static final int LIMIT_MS = 2000;

    private final Session target;
    private final Map<String, Optional<String>> known = new HashMap<>();

    RowsAtStake(Session target) {
        this.target = target;
    }

    /**
     * What goes with an object.
     *
     * @param type as {@code pg_identify_object} names it
     * @param identity likewise: {@code public.orders}, {@code public.orders.note}
     * @return in words; empty where no rows go with it
     */
    Optional<String> of(String type, String identity) {
        return known.computeIfAbsent(type + " " + identity, key -> look(type, identity));
    }

    private Optional<String> look(String type, String identity) {
        if (type.equals("table") || type.equals("materialized view")) {
            return Optional.of(type + " " + identity + " (" + rows(identity, "*") + ")");
        }
        if (type.equals("table column")) {
            int dot = lastDot(identity);
            String column = identity.substring(dot + 1);
            return Optional.of("column " + identity + " (" + rows(identity.substring(0, dot), column) + ")");
        }
        return Optional.empty();
    }

    private String rows(String table, String what) {
        String unit = what.equals("*") ? "" : " with a value";
        Reply reply = target.ask("begin read only;\nset local statement_timeout = " + LIMIT_MS
                + ";\nset local lock_timeout = " + LIMIT_MS + ";\nselect pg_catalog.count(" + what + ") from " + table
                + ";\ncommit");
        if (reply.ok()) {
            long count = Long.parseLong(reply.rows().get(0).get(0));
            return count + (count == 1 ? " row" : " rows") + unit;
        }
        if (target.state() != TransactionState.IDLE) {
            target.ask("rollback");
        }
        if (!reply.error().orElseThrow().is("57014", "55P03")) {
            return "rows not counted: " + reply.error().get().message();
        }
        String estimate = target.rows("select c.reltuples::pg_catalog.int8 from pg_catalog.pg_class c where c.oid ="
                        + " pg_catalog.to_regclass(" + Identifier.literal(table) + ")")
                .get(0)
                .get(0);
        return estimate.startsWith("-") ? "an unknown number of rows" : "about " + estimate + " rows";
    }

    /** The dot before the column's name, which may be quoted and hold dots itself. */
    private static int lastDot(String identity) {
        boolean quoted = false;
        int last = -1;
        for (int i = 0; i < identity.length(); i++) {
            if (identity.charAt(i) == '"') {
                quoted = !quoted;
            } else if (identity.charAt(i) == '.' && !quoted) {
                last = i;
            }
        }
        return last;
    }
}
