package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.testing.TestDatabase;
import java.util.List;
import java.util.function.Consumer;

/** Reads a database, writes it, loads that into an empty database, and reads this. */
final class ClosedLoop {
    private static final CatalogScope SCOPE = CatalogScope.of("migrate");

    private ClosedLoop() {}

    static Catalog read(TestDatabase database) {
        try (Session session = database.session()) {
            return new CatalogReader(session, SCOPE).readWithDependencies();
        }
    }

    /** The database as SQL. */
    static String written(TestDatabase database, DdlOptions options) {
        return DdlText.of(DdlWriter.write(read(database), options));
    }

    /** Statement by statement, so that one that does not load is named. */
    static void load(TestDatabase database, List<DdlStatement> statements) {
        try (Session session = database.session()) {
            session.ask(DdlText.HEADER);
            for (DdlStatement statement : statements) {
                Reply reply = session.ask(statement.sql());
                reply.error().ifPresent(error -> {
                    throw new AssertionError(error + "\n" + statement.sql());
                });
            }
        }
    }

    /**
     * Holds a database to it: what is written of it gives the same, and what is written of that does not change any more.
     *
     * @param prelude what is in each database before
     */
    static void closes(TestDatabase built, Consumer<TestDatabase> prelude, DdlOptions options) {
        Catalog first = read(built);
        try (var again = new TestDatabase();
                var third = new TestDatabase()) {
            try {
                prelude.accept(again);
                prelude.accept(third);
                Catalog provided = read(again);
                load(again, DdlWriter.write(first, provided, options));
                Catalog second = read(again);

                assertThat(Comparison.of(first, second).stream().filter(ClosedLoop::counts))
                        .isEmpty();

                List<DdlStatement> settled = DdlWriter.write(second, provided, options);
                third.execute(DdlText.of(settled));
                assertThat(DdlText.of(DdlWriter.write(read(third), provided, options)))
                        .isEqualTo(DdlText.of(settled));
            } finally {
                List.of(again, third).forEach(ClosedLoop::withoutSubscriptions);
            }
        }
    }

    /** Columns that a table inherits come first when it is made again. */
    private static boolean counts(Difference difference) {
        return difference.differenceClass() != DifferenceClass.ORDER
                && difference.differenceClass() != DifferenceClass.RESPELLED;
    }

    /** A database with a subscription cannot be dropped. */
    private static void withoutSubscriptions(TestDatabase database) {
        String own = "select quote_ident(subname) from pg_subscription"
                + " where subdbid = (select oid from pg_database where datname = current_database())";
        for (String subscription : database.column(own)) {
            database.execute("alter subscription " + subscription + " set (slot_name = none)");
            database.execute("drop subscription " + subscription);
        }
    }
}
