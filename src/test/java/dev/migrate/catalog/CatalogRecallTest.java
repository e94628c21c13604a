package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.testing.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every single change is found, named rightly, and nothing else is. */
class CatalogRecallTest {
    private static RichDatabase rich;
    private static Session session;
    private static Catalog before;

    @BeforeAll
    static void build() {
        rich = new RichDatabase();
        session = rich.session();
        before = new CatalogReader(session, RichDatabase.SCOPE).read();
    }

    @AfterAll
    static void drop() {
        session.close();
        rich.close();
    }

    /**
     * One change.
     *
     * @param object as the difference names it
     * @param attribute what of it differs; missing or surplus
     */
    record Mutation(String from, String object, String attribute, String differenceClass, String sql) {
        static Mutation of(String line) {
            String[] parts = line.split(" \\| ", 5);
            return new Mutation(
                    parts[0].strip(), parts[1].strip(), parts[2].strip(), parts[3].strip(), parts[4].strip());
        }

        boolean known() {
            int major = Integer.parseInt(TestServer.VERSION);
            return from.isEmpty()
                    || (from.startsWith("<")
                            ? major < Integer.parseInt(from.substring(1))
                            : major >= Integer.parseInt(from));
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    static Stream<Mutation> mutations() {
        return RichDatabase.resource("mutations.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Mutation::of)
                .filter(Mutation::known);
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void a_change_is_the_only_difference(Mutation mutation) {
        Catalog after = changed(mutation.sql());

        List<Difference> differences = Comparison.of(before, after);

        assertThat(differences.stream().map(CatalogRecallTest::told))
                .containsExactly(mutation.object() + " | " + mutation.attribute() + " | " + mutation.differenceClass());
    }

    private static Catalog changed(String sql) {
        try {
            Reply changed = session.ask("begin; " + sql);
            assertThat(changed.error()).isEmpty();
            return new CatalogReader(session, RichDatabase.SCOPE).readInTransaction();
        } finally {
            session.ask("rollback");
        }
    }

    private static String told(Difference difference) {
        String what = difference.attribute().map(Attribute::word).orElse(difference.missing() ? "missing" : "surplus");
        return difference.object() + " | " + what + " | "
                + difference.differenceClass().word();
    }

    @Test
    void there_are_enough_changes_to_speak_of_every_kind() {
        assertThat(mutations().count()).isGreaterThan(300);
    }
}
