package dev.migrate.rollback;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.DdlDifference;
import dev.migrate.catalog.DdlStep;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.DifferenceClass;
import dev.migrate.catalog.LocatedCatalog;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.catalog.Renames;
import dev.migrate.catalog.Settling;
import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the way back of a migration by what it does: on a scratch database it is run, the structure before is compared
 * with that behind it, and SQL is written that leads from the one to the other.
 *
 * <p>PostgreSQL itself has the last word on the order of the statements: each is tried where it stands, and what is
 * refused is tried again behind the others. What differs still is compared and written once more. In the end the whole
 * script is run as a rollback would run it, and the migration behind it once again.
 */
public final class Derivation {
    /** Bringing objects back may bring back others, or leave their shape behind: seen the second time. */
    private static final int PASSES = 4;

    private final Session scratch;
    private final CatalogScope scope;
    private final Optional<String> role;
    private final Predicate<String> givingWay;
    private final List<String> statements = new ArrayList<>();
    private final Map<String, String> refused = new HashMap<>();
    private final List<String> notDerived = new ArrayList<>();
    private LocatedCatalog before;
    private LocatedCatalog after;

    private Derivation(Session scratch, CatalogScope scope, Optional<String> role, Predicate<String> givingWay) {
        this.scratch = scratch;
        this.scope = scope;
        this.role = role;
        this.givingWay = givingWay;
    }

    /**
     * The way back of one migration.
     *
     * @param scratch on a scratch database; the migration is run there three times
     * @param scope which schemas count
     * @param role that scripts run under, as {@code [database] role} says it
     * @param givingWay as {@link Replay#besides} takes it
     * @param earlier what runs before the migration; empty where the database has it already
     * @throws MigrationFailure exit code 1 where the migration, or one before it, does not run there
     */
    public static Derived of(
            Session scratch,
            CatalogScope scope,
            Optional<String> role,
            Predicate<String> givingWay,
            List<UpScript> earlier,
            UpScript migration) {
        var derivation = new Derivation(scratch, scope, role, givingWay);
        derivation.run(earlier);
        return derivation.of(migration);
    }

    private void run(List<UpScript> scripts) {
        ReplayResult result = replay(scripts);
        result.failure().ifPresent(failure -> {
            throw new MigrationFailure(
                    ExitCode.REFUSED,
                    Problem.at(
                            failure.where(),
                            "does not run on a scratch database: " + failure.error(),
                            "correct it; what it does can be undone only where it runs"));
        });
    }

    private ReplayResult replay(List<UpScript> scripts) {
        return new Replay(scratch, role).besides(givingWay).run(scripts);
    }

    private Derived of(UpScript migration) {
        before = read();
        Map<String, List<String>> counted = RowChanges.counters(scratch);
        Map<String, String> tables = tables();
        List<String> roles = roles();
        run(List.of(migration));
        after = read();
        List<String> rows = RowChanges.of(
                migration.script(), before, after, List.of(counted, RowChanges.counters(scratch)), tables);
        derive();
        List<String> structure = proof(migration, roles);
        return new Derived(statements, structure, rows);
    }

    private LocatedCatalog read() {
        return owned(new CatalogReader(scratch, scope).readWithPlaces());
    }

    /** Whose most things were before: in one database owners are compared as they are. */
    private LocatedCatalog owned(LocatedCatalog read) {
        return before == null
                ? read
                : new LocatedCatalog(read.catalog().ownedBy(before.catalog().owner()), read.places());
    }

    private Map<String, String> tables() {
        var tables = new HashMap<String, String>();
        scratch.rows("select oid, relnamespace::regnamespace::text || '.' || relname from pg_class"
                        + " where relkind in ('r', 'p') and oid >= 16384")
                .forEach(row -> tables.put(row.get(0), row.get(1)));
        return tables;
    }

    private List<String> roles() {
        return scratch.rows("select rolname from pg_roles").stream()
                .map(row -> row.get(0))
                .toList();
    }

    private void derive() {
        require("begin");
        try {
            role.ifPresent(name -> tried("set local role " + Identifier.quoted(name)));
            require("set local check_function_bodies = off");
            List<DdlStep> renames = Renames.back(before, after);
            trial(renames);
            LocatedCatalog now = statements.isEmpty() ? after : inTransaction();
            for (int pass = 0; pass < PASSES; pass++) {
                List<Difference> differences = counting(Comparison.of(before.catalog(), now.catalog()));
                if (differences.isEmpty()) {
                    break;
                }
                DdlDifference.Result result = written(now.catalog(), differences);
                if (pass == 0) {
                    notDerived.addAll(result.notDerived());
                }
                int known = statements.size();
                trial(result.steps());
                if (statements.size() == known) {
                    break;
                }
                now = inTransaction();
            }
        } finally {
            scratch.ask("rollback");
        }
        if (statements.stream().anyMatch(Derivation::makesRoutine)) {
            statements.add(0, "set local check_function_bodies = off");
        }
    }

    private DdlDifference.Result written(Catalog now, List<Difference> differences) {
        try {
            return DdlDifference.write(now, before.catalog(), differences);
        } catch (MigrationFailure circle) {
            return new DdlDifference.Result(
                    List.of(), circle.problems().stream().map(Problem::what).toList());
        }
    }

    private static boolean makesRoutine(String statement) {
        return statement.matches("(?s)create (or replace )?(function|procedure) .*");
    }

    private LocatedCatalog inTransaction() {
        return owned(new CatalogReader(scratch, scope).readWithPlacesInTransaction());
    }

    /** What a rollback has to bring back; the order of columns cannot be. */
    private static List<Difference> counting(List<Difference> differences) {
        return differences.stream()
                .filter(difference -> switch (difference.differenceClass()) {
                    case STRUCTURE, CODE, NAME, PRIVILEGE, OWNER, COMMENT -> true;
                    case ORDER, RESPELLED -> false;
                    case ENVIRONMENT -> difference.object().kind() != ObjectKind.EXTENSION;
                })
                .toList();
    }

    /** Runs the steps in the order in which PostgreSQL takes them, and keeps those that it took. */
    private void trial(List<DdlStep> steps) {
        List<DdlStep> open = steps;
        while (!open.isEmpty()) {
            var left = new ArrayList<DdlStep>();
            for (DdlStep step : open) {
                Optional<String> error = tried(step.sql());
                if (error.isPresent()) {
                    refused.put(step.object().toString(), error.get());
                    left.add(step);
                } else {
                    refused.remove(step.object().toString());
                    statements.addAll(step.statements());
                }
            }
            if (left.size() == open.size()) {
                return;
            }
            open = left;
        }
    }

    private Optional<String> tried(String sql) {
        require("savepoint migrate_step"); // on its own: a mistake in the grammar keeps all of a message from running
        Reply reply = scratch.ask(sql + ";\nrelease savepoint migrate_step");
        if (reply.ok()) {
            return Optional.empty();
        }
        String error = reply.error().orElseThrow().message();
        require("rollback to savepoint migrate_step");
        return Optional.of(error);
    }

    private void require(String sql) {
        scratch.ask(sql).error().ifPresent(error -> {
            throw scratch.refused(error);
        });
    }

    /** Down, and up again: what is not as it was, in words. */
    private List<String> proof(UpScript migration, List<String> roles) {
        var found = new ArrayList<String>();
        roles().stream()
                .filter(one -> !roles.contains(one))
                .forEach(one -> found.add("role " + one + ": roles belong to the whole server, and are not dropped"));
        var derived = new Derived(statements, List.of(), List.of());
        if (!statements.isEmpty()) {
            UpScript down = UpScript.of(migration.id(), "the derived way back", derived.sql());
            Optional<ReplayResult.Failure> failure = replay(List.of(down)).failure();
            if (failure.isPresent()) {
                found.add("the derived script does not run: " + failure.get().error());
                return found;
            }
        }
        Comparison.limits(before.catalog(), after.catalog()).forEach(found::add);
        for (Difference difference : differences(before.catalog())) {
            String reason = refused.get(difference.object().toString());
            found.add(difference.sentence() + (reason == null ? "" : " (" + reason + ")"));
        }
        notDerived.stream()
                .filter(one -> found.stream().noneMatch(told -> one.startsWith(told.split(":", 2)[0])))
                .filter(one -> !found.isEmpty())
                .forEach(found::add);
        replay(List.of(migration))
                .failure()
                .ifPresentOrElse(
                        failure -> found.add("the migration does not run again behind it: " + failure.error()),
                        () -> differences(after.catalog())
                                .forEach(difference -> found.add(
                                        "behind it the migration makes something else: " + difference.sentence())));
        return found;
    }

    private List<Difference> differences(Catalog expected) {
        Catalog now = read().catalog();
        List<Difference> differences = counting(Comparison.of(expected, now));
        return Settling.settle(differences, expected, now, scratch).stream()
                .filter(difference -> difference.differenceClass() != DifferenceClass.RESPELLED)
                .toList();
    }
}
