package dev.migrate.shadow;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The roles of a server that others use too. A new role may be anybody's; ours is only one that came while a scratch
 * database was there and that owns something in it or has rights in it. Others stay.
 */
final class MarkedRoles implements ScratchRoles {
    private final Session session;
    private final Map<String, Set<String>> before = new HashMap<>();
    private final Map<String, List<String>> tied = new HashMap<>();

    MarkedRoles(Session session) {
        this.session = session;
    }

    @Override
    public void made(String database) {
        before.put(database, new HashSet<>(names("SELECT rolname FROM pg_roles")));
    }

    @Override
    public void copied(String from, String to) {
        before.put(to, new HashSet<>(before.get(from)));
    }

    @Override
    public void dropping(String database) {
        List<String> inIt = names("SELECT DISTINCT rolname FROM pg_roles JOIN pg_shdepend ON refobjid = pg_roles.oid"
                + " AND refclassid = 'pg_authid'::regclass JOIN pg_database ON pg_database.oid = dbid WHERE datname = "
                + Identifier.literal(database));
        Set<String> earlier = before.remove(database);
        tied.put(database, inIt.stream().filter(role -> !earlier.contains(role)).toList());
    }

    @Override
    public void dropped(String database) {
        // What a role still has in another database keeps it; then it goes with that one.
        tied.remove(database).forEach(role -> session.ask("DROP ROLE IF EXISTS " + Identifier.quoted(role)));
    }

    private List<String> names(String query) {
        return session.rows(query).stream().map(row -> row.get(0)).toList();
    }
}
