package dev.migrate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Position;
import dev.migrate.script.ScriptReader;
import dev.migrate.testing.TestBench;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only shows when the engine is run by itself; all else is said of {@code apply}. */
class EngineTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_script_whose_commit_is_known_has_succeeded_although_its_session_cannot_be_cleaned() throws Exception {
        String role = bench.database().name() + "_role";
        bench.database().execute("create role " + role + " superuser");
        try (Session session = bench.database().session()) {
            var engine = new Engine(session, new EngineSettings(Duration.ZERO, Duration.ZERO, Optional.of(role)));
            var renames = new Recording(
                    List.of("SET LOCAL ROLE NONE", "ALTER ROLE " + role + " RENAME TO " + role + "_gone"));

            ScriptResult result = engine.run(script("create table a (id int)"), SHAPE, 0, renames, ScriptListener.NONE);

            assertThat(result.ok()).isTrue();
            assertThat(session.lost()).isTrue();
        }
        assertThat(bench.database().tables()).isEqualTo("a");
        bench.database().execute("drop owned by " + role + "_gone; drop role " + role + "_gone");
    }

    private static final ScriptShape SHAPE = new ScriptShape(1, List.of(), List.of(), List.of(), false);

    private static ScriptSource script(String sql) {
        return new ScriptSource() {
            @Override
            public String file() {
                return "a.sql";
            }

            @Override
            public List<Piece> pieces() {
                byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
                return List.of(keepText -> ScriptReader.of(
                        new ByteArrayInputStream(bytes), Position.START, keepText, CommentListener.NONE));
            }
        };
    }

    /** Records a script that runs in one transaction. */
    private record Recording(List<String> done) implements Recorder {
        @Override
        public List<String> done(int statements) {
            return done;
        }

        @Override
        public List<String> begun() {
            return List.of();
        }

        @Override
        public List<String> progress(int statements) {
            return List.of();
        }

        @Override
        public List<String> stopped(int statements, ScriptFailure failure) {
            return List.of();
        }
    }
}
