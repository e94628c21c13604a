package dev.migrate.shadow;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roles of a server that is ours alone: what was not there at the beginning, a script made.
 *
 * <p>Whenever no scratch database is left, roles, memberships and settings are what they were at the beginning. Before,
 * a new role belongs to the databases that were there when it came, and goes with the last of them.
 */
final class OwnRoles implements ScratchRoles {
    /** Shared catalogs, each with what tells one row from the other. */
    private static final Map<String, String> KEPT = Map.of(
            "pg_authid", "oid",
            "pg_auth_members", "roleid, member, grantor",
            "pg_db_role_setting", "setdatabase, setrole",
            "pg_parameter_acl", "oid",
            "pg_shdepend", "dbid, classid, objid, objsubid, refclassid, refobjid, deptype");

    private final Session session;
    private final Set<String> databases = new HashSet<>();
    private final Map<String, Set<String>> makers = new HashMap<>();

    /** Begins with the roles that are there now. */
    OwnRoles(Session session) {
        this.session = session;
        session.rows(KEPT.keySet().stream()
                .map(catalog -> "CREATE TEMPORARY TABLE kept_" + catalog + " AS TABLE pg_catalog." + catalog)
                .collect(Collectors.joining(";\n")));
        session.rows("CREATE TEMPORARY TABLE kept_pg_database AS SELECT oid FROM pg_catalog.pg_database");
    }

    @Override
    public void made(String database) {
        look();
        databases.add(database);
    }

    @Override
    public void copied(String from, String to) {
        made(to);
        makers.values().stream().filter(of -> of.contains(from)).forEach(of -> of.add(to));
    }

    @Override
    public void dropping(String database) {
        look();
    }

    @Override
    public void dropped(String database) {
        databases.remove(database);
        if (databases.isEmpty()) {
            makers.clear();
            restore();
            return;
        }
        for (String role : List.copyOf(makers.keySet())) {
            Set<String> of = makers.get(role);
            of.remove(database);
            if (of.isEmpty() && drop(role)) {
                makers.remove(role);
            }
        }
    }

    private List<String> strangers() {
        return session
                .rows("SELECT rolname FROM pg_authid WHERE oid NOT IN (SELECT oid FROM pg_temp.kept_pg_authid)"
                        + " ORDER BY oid")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private void look() {
        for (String role : strangers()) {
            makers.computeIfAbsent(role, any -> new HashSet<>(databases));
        }
    }

    /** Whether it could be dropped: not where another database still has something of it. */
    private boolean drop(String role) {
        return session.ask("DROP ROLE IF EXISTS " + Identifier.quoted(role)).ok();
    }

    private void restore() {
        for (List<String> row : session.rows(
                "SELECT datname FROM pg_database WHERE oid NOT IN" + " (SELECT oid FROM pg_temp.kept_pg_database)")) {
            session.ask("DROP DATABASE " + Identifier.quoted(row.get(0)) + " WITH (FORCE)");
        }
        for (String role : strangers()) {
            if (!drop(role)) {
                session.ask("DROP OWNED BY " + Identifier.quoted(role) + " CASCADE");
                drop(role);
            }
        }
        var statements = new ArrayList<String>();
        KEPT.forEach((catalog, key) -> {
            String kept = "pg_temp.kept_" + catalog;
            String now = "pg_catalog." + catalog;
            statements.add("DELETE FROM " + now + " WHERE (" + key + ") IN (SELECT " + key + " FROM (TABLE " + now
                    + " EXCEPT TABLE " + kept + ") AS changed)");
            statements.add("INSERT INTO " + now + " (TABLE " + kept + " EXCEPT TABLE " + now + ")");
        });
        session.rows(String.join(";\n", statements));
    }
}
