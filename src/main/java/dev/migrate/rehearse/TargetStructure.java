package dev.migrate.rehearse;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.DdlOptions;
import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.DdlWriter;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.List;

/** Gives a scratch database the structure of a target, and none of its rows. */
public final class TargetStructure {
    private TargetStructure() {}

    /**
     * Makes it, in a session that is thrown away afterwards, since settings of it stay changed.
     *
     * @param target with its dependencies
     * @param session of a superuser on a scratch database with the prelude in it
     * @return what could not be made, in words; empty where nothing is missing
     */
    public static String load(Catalog target, CatalogScope scope, Session session) {
        Catalog provided = new CatalogReader(session, scope).read();
        List<String> ddl = DdlWriter.write(target, provided, DdlOptions.STRUCTURE).stream()
                .filter(statement -> !statement.note())
                .map(DdlStatement::sql)
                .toList();
        List<String> header = List.of("set check_function_bodies = off", "set search_path = ''");
        var all = new ArrayList<>(header);
        all.addAll(ddl);
        if (session.ask(String.join(";\n", all)).ok()) {
            return "";
        }
        header.forEach(session::ask);
        var missing = new ArrayList<String>();
        for (String statement : ddl) {
            session.ask(statement).error().ifPresent(error -> missing.add(error.message()));
        }
        return missing.isEmpty()
                ? ""
                : "the scratch server could not make all of the target: " + missing.get(0)
                        + (missing.size() > 1 ? ", and " + (missing.size() - 1) + " more" : "");
    }
}
