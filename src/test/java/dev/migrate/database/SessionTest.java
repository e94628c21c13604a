package dev.migrate.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionTest {
    private TestDatabase database;
    private Session session;

    @BeforeEach
    void connect() {
        database = new TestDatabase();
        session = database.session();
    }

    @AfterEach
    void drop() {
        session.close();
        database.close();
    }

    @Test
    void an_interruption_between_two_messages_keeps_the_next_from_being_sent() {
        session.interrupt();

        Reply next = session.send("create table a ()", NoticeListener.NONE);

        assertThat(next.error()).map(ServerError::sqlState).contains("57014");
        assertThat(next.completed()).isZero();
        assertThat(database.hasTable("a")).isFalse();
    }

    @Test
    void what_clears_up_behind_an_interrupted_script_is_sent() {
        session.interrupt();
        session.send("create table a ()", NoticeListener.NONE);
        session.interrupt(); // Ctrl-C asks again and again

        Reply after = session.send("create table b ()", NoticeListener.NONE);

        assertThat(after.ok()).isTrue();
        assertThat(session.rows("select 1")).hasSize(1);
    }

    @Test
    void a_notice_is_laid_at_the_statement_that_raised_it() {
        var told = new StringBuilder();

        session.send(
                "select 1; do $$ begin raise notice 'here'; end $$; select 2",
                (statement, notice) -> told.append(statement).append(' ').append(notice.message()));

        assertThat(told).hasToString("1 here");
    }

    @Test
    void the_state_of_the_transaction_is_what_the_server_says() {
        assertThat(session.send("begin", NoticeListener.NONE).state()).isEqualTo(TransactionState.OPEN);
        assertThat(session.send("select nothing", NoticeListener.NONE).state()).isEqualTo(TransactionState.FAILED);
        assertThat(session.send("rollback", NoticeListener.NONE).state()).isEqualTo(TransactionState.IDLE);
    }
}
