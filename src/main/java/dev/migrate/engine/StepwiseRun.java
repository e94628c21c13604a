package dev.migrate.engine;

import dev.migrate.database.NoticeListener;
import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.script.CopyData;
import dev.migrate.script.Item;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script statement by statement, each recorded as done: with it in its transaction where it allows one, right after
 * it where it does not. A later run goes on behind the last statement that is recorded.
 */
final class StepwiseRun {
    /** {@code SELECT pg_catalog.set_config('search_path', '', false)}, as pg_dump writes it. */
    private static final Pattern SET_CONFIG =
            Pattern.compile("select\\s+(pg_catalog\\s*\\.\\s*)?set_config\\s*\\(", Pattern.CASE_INSENSITIVE);

    private static final Pattern CONCURRENTLY = Pattern.compile("\\bconcurrently\\b", Pattern.CASE_INSENSITIVE);

    /** A timeout that the script itself has set is left alone; its search path counts here, so operators are named. */
    private static final String LOCK_TIMEOUT = """
            select pg_catalog.set_config('lock_timeout', '%s', false)
              from pg_catalog.pg_settings
             where name operator(pg_catalog.=) 'lock_timeout' and setting operator(pg_catalog.=) '%s'
            """;

    private final Session session;
    private final EngineSettings settings;
    private final SessionReset reset;
    private final Recorder recorder;
    private final ScriptListener listener;
    private final ConcurrentIndexes indexes;
    private final StatementInFlight inFlight;
    private int number;
    private int kept;
    private int resumedBehind;
    /** Whether a statement that refuses a transaction is done and its record is not. */
    private boolean ahead;

    StepwiseRun(
            Session session, EngineSettings settings, SessionReset reset, Recorder recorder, ScriptListener listener) {
        this.session = session;
        this.settings = settings;
        this.reset = reset;
        this.recorder = recorder;
        this.listener = listener;
        this.indexes = new ConcurrentIndexes(session, listener);
        this.inFlight = new StatementInFlight(session, indexes);
    }

    ScriptResult run(ScriptSource script, ScriptShape shape, int done) throws IOException, UnterminatedException {
        kept = done;
        resumedBehind = done;
        Optional<ScriptFailure> failure = begin();
        try (ScriptItems reader = new ScriptItems(script, true)) {
            for (Item item = reader.next(); item != null && failure.isEmpty(); item = reader.next()) {
                if (item instanceof Statement statement) {
                    number++;
                    reset.notice(statement);
                    failure = number <= done ? again(statement, done) : next(statement, reader);
                }
            }
        }
        if (failure.isEmpty() && session.state() != TransactionState.IDLE) {
            failure = Optional.of(neverClosed(shape));
        }
        if (failure.isEmpty() && recorder.checks()) {
            failure = recorder.check(session);
        }
        if (failure.isEmpty()) {
            failure = own("recording the migration", recorder.done(number));
        }
        if (failure.isPresent()) {
            stopped(failure.get());
        } else {
            reset.clean();
        }
        return new ScriptResult(number, failure);
    }

    /** A statement that an earlier run has done: only what it did to the session is done again. */
    private Optional<ScriptFailure> again(Statement statement, int done) {
        if (number == done && statement.summary().endsWith("AND CHAIN")) {
            return send(new Message().own("beginning the next transaction", List.of("BEGIN")), TransactionState.OPEN);
        }
        boolean sessionSetting = statement.summary().startsWith("SET")
                || statement.summary().startsWith("RESET")
                || SET_CONFIG.matcher(statement.text()).lookingAt();
        return sessionSetting ? alone(statement) : Optional.empty();
    }

    private Optional<ScriptFailure> next(Statement statement, ScriptItems reader)
            throws IOException, UnterminatedException {
        listener.sending(number, statement.line(), statement.summary());
        return session.state() == TransactionState.IDLE ? outside(statement, reader) : inside(statement, reader);
    }

    /** Outside any transaction block of the script. */
    private Optional<ScriptFailure> outside(Statement statement, ScriptItems reader)
            throws IOException, UnterminatedException {
        if (copies(statement)) {
            var begin = new Message()
                    .own("beginning a transaction", List.of("BEGIN"))
                    .before(recorder, statement, number);
            Optional<ScriptFailure> failure = send(begin, TransactionState.OPEN);
            failure = failure.isPresent() ? failure : copy(statement, reader);
            return then(failure, () -> commit(new Message().behind(recorder, statement, number)));
        }
        return switch (statement.kind()) {
            case BEGIN -> send(new Message().script(statement, number), TransactionState.OPEN);
            case COMMIT, ROLLBACK, PREPARE_TRANSACTION -> then(alone(statement), this::progress);
            case JOINED_CONTROL -> then(alone(statement), this::progressIfIdle);
            default -> statement.transactional() ? transactional(statement) : then(refusing(statement), this::behind);
        };
    }

    /** In a transaction block that the script began: as it is written, with the record before its COMMIT. */
    private Optional<ScriptFailure> inside(Statement statement, ScriptItems reader)
            throws IOException, UnterminatedException {
        if (copies(statement)) {
            var before = new Message().before(recorder, statement, number);
            Optional<ScriptFailure> failure = before.isEmpty() ? Optional.empty() : send(before, TransactionState.OPEN);
            failure = failure.isPresent() ? failure : copy(statement, reader);
            return then(failure, () -> behindOf(statement));
        }
        if (statement.kind() == StatementKind.COMMIT) {
            return committed(statement);
        }
        Optional<ScriptFailure> failure = then(alone(statement), () -> behindOf(statement));
        return then(failure, this::progressIfIdle);
    }

    /** Where its transaction is still open. */
    private Optional<ScriptFailure> behindOf(Statement statement) {
        var behind = new Message().behind(recorder, statement, number);
        return behind.isEmpty() || session.state() != TransactionState.OPEN
                ? Optional.empty()
                : send(behind, TransactionState.OPEN);
    }

    private Optional<ScriptFailure> progressIfIdle() {
        return session.state() == TransactionState.IDLE ? progress() : Optional.empty();
    }

    /** The script's own COMMIT, with the record of everything up to it in the transaction that it ends. */
    private Optional<ScriptFailure> committed(Statement statement) {
        if (session.rows("show transaction_read_only").get(0).get(0).equals("on")) {
            return then(alone(statement), this::progressIfIdle);
        }
        var message = new Message()
                .own("checking what was deferred", reset.deferred())
                .own("recording progress", reset.ownWork())
                .own("recording progress", recorder.progress(number))
                .script(statement, number);
        Reply reply = exchange(message);
        Optional<ScriptFailure> failure = Failures.of(message, reply, reply.state(), kept);
        if (failure.isEmpty()) {
            kept = number;
        }
        return failure;
    }

    private static boolean copies(Statement statement) {
        return statement.kind() == StatementKind.COPY_FROM_STDIN || CopyOut.is(statement);
    }

    private Optional<ScriptFailure> transactional(Statement statement) {
        var message = new Message()
                .own("beginning a transaction", List.of("BEGIN"))
                .before(recorder, statement, number)
                .script(statement, number)
                .behind(recorder, statement, number);
        keepDriver(message);
        Optional<ScriptFailure> failure = commit(message);
        if (failure.isEmpty()) {
            return failure;
        }
        boolean own = failure.get().statement() == 0;
        boolean commits = !own && failure.get().error().is("2D000");
        boolean refused = own
                ? failure.get().error().is("25006")
                : commits || failure.get().error().is("25001");
        if (!refused) {
            return failure;
        }
        session.ask("ROLLBACK");
        // Where its transaction is read only it changes nothing, and may run as often as it likes.
        failure = own ? waiting(statement) : refusing(statement);
        return then(commits ? failure.map(StepwiseRun::keptPartly) : failure, own ? this::progress : this::behind);
    }

    private static ScriptFailure keptPartly(ScriptFailure failure) {
        return failure.error().is(StatementInFlight.UNKNOWN) ? failure : failure.keptPartly();
    }

    /** Ends the transaction of one statement, with the record that it is done. */
    private Optional<ScriptFailure> commit(Message message) {
        message.own("checking what was deferred", reset.deferred())
                .own("recording progress", reset.ownWork())
                .own("recording progress", recorder.progress(number))
                .own("committing", List.of("COMMIT"));
        Optional<ScriptFailure> failure = send(message, TransactionState.IDLE);
        if (failure.isEmpty()) {
            kept = number;
        }
        return failure;
    }

    /** A statement that refuses a transaction block: the only one of its message. */
    private Optional<ScriptFailure> refusing(Statement statement) {
        boolean again = number == resumedBehind + 1 && recorder.mayHaveBegun();
        StatementInFlight.Finding finding = again ? inFlight.examine(statement) : StatementInFlight.Finding.TO_BE_RUN;
        return switch (finding) {
            case DONE -> {
                isDone(statement);
                yield Optional.empty();
            }
            case TO_BE_FINALIZED -> {
                listener.remark(place(statement) + " was begun by an earlier run, and is now ended by FINALIZE");
                yield waiting(finalized(statement));
            }
            case NOBODY_KNOWS -> Optional.of(StatementInFlight.nobodyKnows(statement, number, kept));
            case TO_BE_RUN -> watched(statement, again);
        };
    }

    private Optional<ScriptFailure> watched(Statement statement, boolean again) {
        try (Recorder.Watch watching = recorder.watch(number, statement)) {
            return refusing(statement, again);
        }
    }

    private Optional<ScriptFailure> refusing(Statement statement, boolean again) {
        if (ConcurrentIndexes.builds(statement)) {
            Optional<ScriptFailure> failure = indexes.before(statement, number, kept, again);
            return failure.isPresent() ? failure : indexes.after(statement, number, kept, waiting(statement));
        }
        Optional<ScriptFailure> failure = waiting(statement);
        if (again && failure.isPresent() && StatementInFlight.refusedAsDone(statement, failure.get())) {
            isDone(statement);
            return Optional.empty();
        }
        return failure;
    }

    /** The same statement with {@code FINALIZE} in place of {@code CONCURRENTLY}, which is its last word. */
    private static Statement finalized(Statement detach) {
        Matcher last = CONCURRENTLY.matcher(detach.text());
        int from = 0;
        while (last.find()) {
            from = last.start();
        }
        return new Statement(
                detach.start(),
                detach.end(),
                detach.line(),
                detach.column(),
                detach.kind(),
                detach.transactional(),
                detach.summary(),
                detach.object(),
                detach.joined(),
                detach.text().substring(0, from) + "FINALIZE");
    }

    private void isDone(Statement statement) {
        listener.remark(place(statement) + " is done already, by the run that was lost");
    }

    private static String place(Statement statement) {
        return "line " + statement.line() + ", " + statement.summary() + ",";
    }

    /**
     * Builds that run concurrently wait for every transaction that is older than they are, which blocks nobody;
     * giving up after a short time would leave an invalid index.
     */
    private Optional<ScriptFailure> waiting(Statement statement) {
        if (!CONCURRENTLY.matcher(statement.text()).find()) {
            return alone(statement);
        }
        String ours = Long.toString(settings.lockTimeout().toMillis());
        boolean changed = !session.rows(LOCK_TIMEOUT.formatted("0", ours)).isEmpty();
        Optional<ScriptFailure> failure = alone(statement);
        if (changed && !session.lost()) {
            session.ask(LOCK_TIMEOUT.formatted(ours, "0"));
        }
        return failure;
    }

    private Optional<ScriptFailure> copy(Statement statement, ScriptItems reader)
            throws IOException, UnterminatedException {
        NoticeListener notices = (index, notice) -> listener.notice(statement.line(), notice);
        if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
            CopyData rows = (CopyData) reader.next();
            Reply reply = session.copyIn(statement.text(), rows.data(), notices);
            return Failures.ofCopy(reply, statement, number, rows.line(), kept);
        }
        return Failures.ofCopy(session.copyOut(statement.text(), notices), statement, number, 0, kept);
    }

    /** The record of a statement that is done whatever becomes of its record. */
    private Optional<ScriptFailure> behind() {
        ahead = true;
        Optional<ScriptFailure> failure = progress();
        ahead = failure.isPresent();
        return failure;
    }

    private Optional<ScriptFailure> progress() {
        Optional<ScriptFailure> failure = own("recording progress", recorder.progress(number));
        if (failure.isEmpty()) {
            kept = number;
        }
        return failure;
    }

    /** The statement and nothing else, in whatever state the session is; the state afterwards is the server's word. */
    private Optional<ScriptFailure> alone(Statement statement) {
        var before = new Message().before(recorder, statement, number);
        if (!before.isEmpty() && session.state() != TransactionState.FAILED) {
            exchange(before);
        }
        var message = new Message().script(statement, number);
        keepDriver(message);
        Reply reply = exchange(message);
        return Failures.of(message, reply, reply.state(), kept);
    }

    private void keepDriver(Message message) {
        if (message.changesDriver()) {
            message.own("keeping date style and encoding", reset.driver());
        }
    }

    private Optional<ScriptFailure> begin() {
        var setUp = new Message().own("setting up the session", reset.once());
        Optional<ScriptFailure> failure = setUp.isEmpty() ? Optional.empty() : send(setUp, TransactionState.IDLE);
        return then(failure, () -> own("recording that the migration begins", recorder.begun()));
    }

    private Optional<ScriptFailure> own(String doing, List<String> statements) {
        if (statements.isEmpty()) {
            return Optional.empty();
        }
        var message = new Message()
                .own(doing, List.of("BEGIN READ WRITE"))
                .own(doing, reset.ownWork())
                .own(doing, statements)
                .own(doing, List.of("COMMIT"));
        return send(message, TransactionState.IDLE);
    }

    private Optional<ScriptFailure> send(Message message, TransactionState expected) {
        return Failures.of(message, exchange(message), expected, kept);
    }

    private Reply exchange(Message message) {
        return session.send(message.text(), (index, notice) -> listener.notice(message.line(index), notice));
    }

    private void stopped(ScriptFailure failure) {
        if (session.lost()) {
            return;
        }
        reset.clean();
        if (ahead || failure.error().is(StatementInFlight.UNKNOWN)) {
            // The record has to go on saying that one more statement may be done: a failed one would be run again.
            return;
        }
        own("recording the failure", recorder.stopped(kept, failure));
    }

    private ScriptFailure neverClosed(ScriptShape shape) {
        Optional<ScriptShape.Mark> begin = shape.unclosed();
        var error = ServerError.own("the script ends inside a transaction that it began and never commits", "25000");
        return new ScriptFailure(
                error,
                begin.map(ScriptShape.Mark::statement).orElse(number),
                begin.map(ScriptShape.Mark::line).orElse(0),
                begin.map(ScriptShape.Mark::column).orElse(0),
                Optional.empty(),
                kept);
    }

    private static Optional<ScriptFailure> then(
            Optional<ScriptFailure> failure, java.util.function.Supplier<Optional<ScriptFailure>> next) {
        return failure.isPresent() ? failure : next.get();
    }
}
