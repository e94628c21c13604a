package dev.migrate.rehearse;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Recorder;
import dev.migrate.engine.ScriptListener;
import dev.migrate.engine.SilentRecorder;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.script.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Finds out what the statements of migrations do to what was there before the first of them: what they lock, scan, write
 * anew, change and drop.
 *
 * <p>Behind each statement a function in the scratch database tells what the session holds. A statement that refuses a
 * transaction leaves nothing to be seen behind it; somebody writes to all tables while it runs, and what it waits for
 * shows.
 */
public final class FactFinder implements Witness, AutoCloseable {
    /** Behind these nothing is asked: {@code SET TRANSACTION} must come before any query, and none of them locks. */
    private static final Pattern SETTING =
            Pattern.compile("(set|reset|show|listen|unlisten|notify)\\b", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_WORDS = 2000;

    private final Session session;
    private final Supplier<Session> further;
    private final Observer observer;
    private final int pid;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Remarks remarks = new Remarks();
    private final List<String> unwatched = new ArrayList<>();

    /** One way through a script; where it fails in a transaction and runs in steps then, there are two. */
    static final class Attempt {
        final UpScript script;
        final int number;
        final Map<Integer, Sample> samples = new HashMap<>();
        final Map<Integer, Statement> statements = new LinkedHashMap<>();
        final Map<Integer, TrafficProbe> probes = new HashMap<>();

        Attempt(UpScript script, int number) {
            this.script = script;
            this.number = number;
        }
    }

    private FactFinder(Session session, Supplier<Session> further, Observer observer) {
        this.session = session;
        this.further = further;
        this.observer = observer;
        this.pid = Integer.parseInt(
                session.rows("select pg_catalog.pg_backend_pid()").get(0).get(0));
    }

    /**
     * Takes what is in the database now for what was there before the first migration.
     *
     * @param session of a superuser, in which the migrations will run
     * @param further opens another one on the same database
     */
    public static FactFinder install(Session session, Supplier<Session> further) {
        Observer observer = Observer.install(session);
        OwnWork.run(session, FactQueries.INSTALL);
        return new FactFinder(session, further, observer);
    }

    @Override
    public Recorder recorder(UpScript script) {
        Recorder place = observer.recorder(script);
        var attempt = new Attempt(script, attempts.size() + 1);
        attempts.add(attempt);
        return new SilentRecorder() {
            @Override
            public List<String> before(int number, Statement statement) {
                attempt.statements.put(number, shortened(statement));
                return place.before(number, statement);
            }

            @Override
            public List<String> behind(int number, Statement statement) {
                return SETTING.matcher(statement.text()).lookingAt()
                        ? List.of()
                        : List.of("SELECT rehearsal.sample('" + attempt.number + ":" + number + ":" + statement.line()
                                + "')");
            }

            @Override
            public Recorder.Watch watch(int number, Statement statement) {
                attempt.statements.put(number, shortened(statement));
                try {
                    var probe = new TrafficProbe(further, pid);
                    attempt.probes.put(number, probe);
                    return probe;
                } catch (MigrationFailure refused) {
                    unwatched.add(script.file() + ":" + statement.line() + ": what it locks could not be looked at: "
                            + refused.problems().get(0).what());
                    return () -> {};
                }
            }
        };
    }

    private static Statement shortened(Statement statement) {
        return statement.text().length() <= LONGEST_WORDS
                ? statement
                : new Statement(
                        statement.start(),
                        statement.end(),
                        statement.line(),
                        statement.column(),
                        statement.kind(),
                        statement.transactional(),
                        statement.summary(),
                        statement.object(),
                        statement.joined(),
                        statement.text().substring(0, LONGEST_WORDS));
    }

    @Override
    public ScriptListener listener(UpScript script) {
        ScriptListener remarking = remarks.listener(script);
        return new ScriptListener() {
            @Override
            public void sending(int statement, int line, String summary) {}

            @Override
            public void notice(int line, ServerError notice) {
                if (notice.is(FactQueries.SAMPLE)) {
                    Sample sample = Sample.of(notice.message());
                    attempts.get(sample.script() - 1).samples.put(sample.statement(), sample);
                }
            }

            @Override
            public void remark(String text) {
                remarking.remark(text);
            }
        };
    }

    /** Statements of which it is not known what they lock, and why: sentences without a full stop. */
    public List<String> unwatched() {
        return List.copyOf(unwatched);
    }

    /** What was said of how scripts ran. */
    public Remarks remarks() {
        return remarks;
    }

    /** What was found out of scripts that ran to their end, in the order in which they ran. */
    public List<ScriptFacts> facts(List<UpScript> done) {
        var assembly = new FactAssembly(session, observer.observation());
        return done.stream()
                .map(script -> assembly.of(
                        script,
                        attempts.stream()
                                .filter(attempt -> attempt.script.equals(script))
                                .toList()))
                .toList();
    }

    /** Takes everything of its own out of the database. */
    public void remove() {
        OwnWork.run(session, FactQueries.REMOVE);
        observer.remove();
    }

    @Override
    public void close() {
        if (!session.lost()) {
            remove();
        }
    }
}
