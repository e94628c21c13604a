package dev.migrate.prisma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One database for the tests of a class, emptied for each comparison; to be registered as a static extension. */
final class PrismaDatabase implements BeforeAllCallback, AfterAllCallback {
    private static final String SCHEMAS = "create schema public; create schema other;"
            + "create function public.word() returns text language sql return 'a';"
            + "create function other.word() returns text language sql return 'a'";

    private TestDatabase database;
    private Session session;

    @Override
    public void beforeAll(ExtensionContext context) {
        database = new TestDatabase();
        session = database.session();
        database.execute("create schema other");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        session.close();
        database.close();
    }

    TestDatabase database() {
        return database;
    }

    /** The one that compares. */
    Session session() {
        return session;
    }

    /** Asserts that its differences are found and nothing else, and that nothing is left behind. */
    void check(PrismaCase test) {
        PrismaResult result = compare(test.prisma(), test.sql());

        assertThat(shown(result)).containsExactlyElementsOf(test.differences());
        assertThat(session.state()).isEqualTo(TransactionState.IDLE);
        assertThat(session.rows("select to_regclass('public.made')").get(0).get(0))
                .isNull();
    }

    PrismaResult compare(String prisma, String sql) {
        database.execute("drop schema public, other cascade; drop schema if exists ext cascade");
        database.execute(SCHEMAS);
        database.execute(sql);
        PrismaSchema schema = PrismaParser.parse("schema.prisma", prisma);
        assertThat(Coherence.problems(schema)).isEmpty();
        return compare(schema, Set.of(Identity.of(ObjectKind.TABLE, "public", "ours")));
    }

    /** Compares with the database as it is. */
    PrismaResult compare(PrismaSchema schema, Set<Identity> ours) {
        return PrismaComparison.compare(
                schema, new CatalogReader(session, CatalogScope.of("migrate")).read(), ours, new AskedServer(session));
    }

    static List<String> shown(PrismaResult result) {
        return result.differences().stream().map(PrismaDatabase::shown).toList();
    }

    private static String shown(PrismaDifference difference) {
        String kind = difference.kind() == PrismaDifference.Kind.STRUCTURE ? "" : difference.kind() + " ";
        return kind + difference.object()
                + difference.column().map(name -> "." + name).orElse("") + ": " + difference.expected() + " | "
                + difference.actual();
    }
}
