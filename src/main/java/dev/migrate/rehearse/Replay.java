package dev.migrate.rehearse;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.Flight;
import dev.migrate.engine.FlightListener;
import dev.migrate.engine.Recorder;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptListener;
import dev.migrate.engine.ScriptResult;
import dev.migrate.engine.ScriptShape;
import dev.migrate.engine.ScriptSource;
import dev.migrate.engine.SilentRecorder;
import dev.migrate.migration.ManyFiles;
import dev.migrate.migration.ScriptCheck;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.shadow.StandIns;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Brings a scratch database to where migrations lead: each runs as {@code apply} would run it, without a record, a lock
 * and a second attempt. Queries with expectations do not run: they change nothing that stays.
 */
public final class Replay {
    /** duplicate_object: of a role, among others. */
    private static final String DUPLICATE_OBJECT = "42710";

    /** A name in a message, whatever language that is in: each has its own quotation marks. */
    private static final Pattern QUOTED = Pattern.compile("[\"«„“]\\s*([^\"»“”]+?)\\s*[\"»“”]");

    private final Session session;
    private final Engine engine;
    private final Optional<Witness> witness;
    private final MissingExtensions missing;
    private Predicate<String> givingWay = role -> false;
    private Map<String, Integer> begun = Map.of();

    /**
     * A replay in a session of its own.
     *
     * @param role set before each script, as {@code [database] role} says it; one that the server does not have is left
     *     out, for a scratch server need not have the roles of the target
     */
    public Replay(Session session, Optional<String> role) {
        this(session, role, Duration.ZERO, Optional.empty());
    }

    /** The same, and the observer learns which statement does what. */
    public Replay(Session session, Optional<String> role, Observer observer) {
        this(session, role, Duration.ZERO, Optional.of(observer));
    }

    /**
     * The same, and what the statements do becomes known.
     *
     * @param lockTimeout that holds before the script sets another; zero for no limit
     */
    public Replay(Session session, Optional<String> role, Duration lockTimeout, FactFinder facts) {
        this(session, role, lockTimeout, Optional.of(facts));
    }

    /** The same, and what is remarked on the way becomes known. */
    public Replay(Session session, Optional<String> role, Remarks remarks) {
        this(session, role, Duration.ZERO, Optional.of(remarks));
    }

    private Replay(Session session, Optional<String> role, Duration lockTimeout, Optional<Witness> witness) {
        this.session = session;
        this.witness = witness;
        this.missing = new MissingExtensions(session);
        this.engine = new Engine(
                session, new EngineSettings(lockTimeout, Duration.ZERO, role.filter(name -> exists(session, name))));
    }

    /**
     * The same where roles may be there that a script is to make.
     *
     * @param dropped takes such a role away; false where it cannot
     */
    public Replay besides(Predicate<String> dropped) {
        givingWay = dropped;
        return this;
    }

    /** The same where an earlier run has done the first statements of some. */
    public Replay resuming(Map<String, Integer> statementsDone) {
        begun = Map.copyOf(statementsDone);
        return this;
    }

    private static boolean exists(Session session, String role) {
        return session.rows("select rolname from pg_catalog.pg_roles").stream()
                .anyMatch(row -> row.get(0).equals(role));
    }

    /** Runs the scripts in their order, and stops behind the first that fails. */
    public ReplayResult run(List<UpScript> scripts) {
        var read = ManyFiles.each(scripts).map(Read::of).toList();
        var done = new ArrayList<UpScript>();
        while (done.size() < read.size()) {
            Read next = read.get(done.size());
            Optional<ReplayResult.Failure> failure = next.unreadable();
            if (failure.isEmpty()) {
                failure = fly(read, done);
            }
            if (failure.isPresent()) {
                return result(done, failure);
            }
        }
        return result(done, Optional.empty());
    }

    private ReplayResult result(List<UpScript> done, Optional<ReplayResult.Failure> failure) {
        List<String> standIns = session.lost() ? List.of() : StandIns.installed(session);
        return new ReplayResult(done, failure, missing.adaptations(), standIns);
    }

    /** As many as fit into one flight, or one alone. */
    private Optional<ReplayResult.Failure> fly(List<Read> scripts, List<UpScript> done) {
        int first = done.size();
        Flight flight = engine.flight();
        for (int i = first; i < scripts.size() && board(flight, scripts.get(i)); i++) {
            // on board
        }
        List<ScriptResult> results = flight.size() == 0 ? List.of() : engine.fly(flight, FlightListener.NONE);
        for (ScriptResult result : results) {
            if (result.ok()) {
                done.add(scripts.get(done.size()).script());
            }
        }
        Optional<ScriptResult> failed =
                results.stream().filter(result -> !result.ok()).findFirst();
        if (failed.isEmpty() && done.size() > first) {
            return Optional.empty();
        }
        Read next = scripts.get(done.size());
        ScriptResult result = adapted(next, failed.isPresent() ? inSteps(next, failed.get()) : alone(next));
        if (result.ok()) {
            done.add(next.script());
        }
        return result.failure().filter(failure -> !gaveWay(failure)).map(failure -> failure(next.script(), failure));
    }

    /** Whether a role was in the way that is gone now, so that the script can run again. */
    private boolean gaveWay(ScriptFailure failure) {
        return failure.error().is(DUPLICATE_OBJECT)
                && failure.kept() == 0
                && QUOTED.matcher(failure.error().message()).results().anyMatch(name -> givingWay.test(name.group(1)));
    }

    private boolean board(Flight flight, Read next) {
        return next.unreadable().isEmpty()
                && done(next) == 0
                && next.bytes() <= Session.FLIGHT_BYTES
                && flight.board(
                        new Engine.Together(next.source(), next.shape(), recorder(next), listener(next)), false);
    }

    private ScriptResult alone(Read next) {
        return run(next, next.source(), done(next));
    }

    private int done(Read next) {
        return begun.getOrDefault(next.script().id(), 0);
    }

    /** The same script as far as this server can run it, where an extension is all that it lacks. */
    private ScriptResult adapted(Read next, ScriptResult first) {
        var edits = new HashMap<Integer, Edit>();
        ScriptResult result = first;
        while (!result.ok() && !session.lost()) {
            ScriptFailure failure = result.failure().orElseThrow();
            Optional<Edit> earlier = Optional.ofNullable(edits.get(failure.statement()));
            Optional<Edit> edit = EditedScript.written(next.source(), failure.statement())
                    .flatMap(statement -> missing.adapt(next.script(), statement, failure, earlier));
            if (edit.isEmpty()) {
                return result;
            }
            edits.put(failure.statement(), edit.get());
            result = run(next, new EditedScript(next.source(), edits), failure.kept());
        }
        return result;
    }

    private ScriptResult run(Read next, ScriptSource source, int done) {
        return engine.run(source, next.shape(), done, recorder(next), listener(next));
    }

    private ScriptResult inSteps(Read next, ScriptResult failed) {
        return engine.orStepwise(failed, next.source(), next.shape(), recorder(next), listener(next));
    }

    private Recorder recorder(Read next) {
        return witness.map(one -> one.recorder(next.script())).orElse(SilentRecorder.NOTHING);
    }

    private ScriptListener listener(Read next) {
        return witness.map(one -> one.listener(next.script())).orElse(ScriptListener.NONE);
    }

    private static ReplayResult.Failure failure(UpScript script, ScriptFailure failure) {
        Place where = failure.line() > 0
                ? new Place(script.file(), failure.line(), failure.column())
                : Place.of(script.file());
        return new ReplayResult.Failure(script, where, failure.statement(), failure.error(), failure.kept());
    }

    /** A script that was read to its end, or why it could not be. */
    private record Read(UpScript script, ScriptShape shape, Optional<ReplayResult.Failure> unreadable) {
        private static final ScriptShape NONE = new ScriptShape(0, List.of(), List.of(), List.of(), false);

        static Read of(UpScript script) {
            try {
                ScriptCheck.Result check = script.check();
                return new Read(
                        script,
                        check.shape(),
                        check.problems().stream().findFirst().map(problem -> failure(script, problem)));
            } catch (IOException error) {
                var failure = new ReplayResult.Failure(
                        script,
                        Place.of(script.file()),
                        0,
                        ServerError.own("cannot be read: " + error.getMessage(), ""),
                        0);
                return new Read(script, NONE, Optional.of(failure));
            }
        }

        private static ReplayResult.Failure failure(UpScript script, Problem problem) {
            return new ReplayResult.Failure(
                    script,
                    problem.where().orElse(Place.of(script.file())),
                    0,
                    ServerError.own(problem.what(), "42601"),
                    0);
        }

        ScriptSource source() {
            return script.script();
        }

        long bytes() {
            return script.script().texts().stream()
                    .mapToLong(text -> text.size())
                    .sum();
        }
    }
}
