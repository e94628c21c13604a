package dev.migrate.rollback;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptListener;
import dev.migrate.engine.ScriptResult;
import dev.migrate.engine.SilentRecorder;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.rehearse.SampleRows;
import dev.migrate.rehearse.SampleTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of rows on the way there and back: generated rows go in before the migration and behind it, all of it in
 * one transaction that is rolled back.
 */
final class RowProof {
    /** Of our own, and no error of PostgreSQL: everything ran, and nothing is to stay. */
    private static final String ENOUGH = "MG000";

    /** What a statement only meets because all of it is one transaction. */
    private static final String[] ONLY_IN_A_TRANSACTION = {"25001", "2D000", "55P04", "55006"};

    private static final List<String> OWN = List.of(
            "set local session authorization default",
            "set local role none",
            "set local row_security = off",
            "set local search_path = pg_catalog, pg_temp");

    private static final String SEQUENCES = """
            select pg_catalog.format('select pg_catalog.setval(%L, %s, %L)', pg_catalog.format('%I.%I', schemaname, sequencename),
                   coalesce(last_value, start_value), last_value is not null)
              from pg_catalog.pg_sequences
            """;

    private final Session session;
    private final Engine engine;
    private final SampleRows sample;

    RowProof(Session session, Optional<String> role) {
        this.session = session;
        Optional<String> known = role.filter(name -> session.rows("select rolname from pg_catalog.pg_roles").stream()
                .anyMatch(row -> row.get(0).equals(name)));
        this.engine = new Engine(session, new EngineSettings(Duration.ZERO, Duration.ZERO, known));
        this.sample = new SampleRows(session);
    }

    /**
     * What came of it.
     *
     * @param notes what was not tried, and why
     */
    record Result(List<DataLoss> data, List<String> notes) {
        static Result notTried(String why) {
            return new Result(List.of(), List.of("not tried with rows: " + why));
        }
    }

    /** The database is before the migrations, and is so again afterwards. */
    Result of(Passage passage) {
        List<List<String>> sequences = session.rows(SEQUENCES);
        try {
            return new Tries(passage, TouchedTables.of(passage)).result();
        } catch (MigrationFailure failure) {
            if (session.lost()) {
                throw failure;
            }
            return Result.notTried(failure.problems().get(0).what());
        } catch (IOException unreadable) {
            return Result.notTried(unreadable.getMessage());
        } finally {
            if (!session.lost()) {
                if (session.state() != TransactionState.IDLE) {
                    session.ask("rollback");
                }
                // A rollback takes no number back that a sequence gave out.
                if (!sequences.isEmpty()) {
                    session.ask(sequences.stream().map(row -> row.get(0)).collect(Collectors.joining(";\n")));
                }
            }
        }
    }

    /** When rows go in. */
    private enum Filling {
        BEFORE_AND_BEHIND,
        BEFORE,
        BEHIND
    }

    /**
     * How one try ended.
     *
     * @param part in which it stopped: 0 for the rows themselves, then each migration, then the way back
     */
    private record Try(
            int part,
            Optional<ScriptFailure> failure,
            Optional<RowsThere> before,
            Optional<RowsThere> between,
            Optional<RowsThere> now) {}

    private final class Tries {
        private final Passage passage;
        private final TouchedTables touched;
        private final Set<String> notes = new TreeSet<>();
        private final int down;

        Tries(Passage passage, TouchedTables touched) {
            this.passage = passage;
            this.touched = touched;
            this.down = passage.members().size() + 1;
        }

        Result result() throws IOException {
            var data = new ArrayList<DataLoss>();
            Try done = run(Filling.BEFORE_AND_BEHIND);
            if (refused(done) && done.part() > 0 && done.part() < down) {
                ScriptFailure failure = done.failure().get();
                UpScript script = passage.up().get(done.part() - 1);
                Try without = run(Filling.BEHIND);
                if (refused(without) && without.part() == done.part()) {
                    return RowProof.Result.notTried(failure.error().toString()); // the rows are not to blame
                }
                if (inTransactionOnly(failure)) {
                    return RowProof.Result.notTried(failure.error().message());
                }
                data.add(failed(DataLoss.Kind.UP_FAILS, script, failure, "fails where its tables hold rows"));
                done = without;
            }
            if (refused(done) && done.part() == down) {
                ScriptFailure failure = done.failure().get();
                if (inTransactionOnly(failure)) {
                    return RowProof.Result.notTried(failure.error().message());
                }
                boolean behindOnly = false;
                if (data.isEmpty()) {
                    done = run(Filling.BEFORE);
                    behindOnly = !refused(done);
                }
                data.add(failed(
                        DataLoss.Kind.DOWN_FAILS,
                        passage.down(),
                        failure,
                        behindOnly
                                ? "the way back fails where rows were written behind the migration"
                                : "the way back fails where its tables hold rows"));
            }
            if (!refused(done)) {
                data.addAll(lost(done));
            }
            return new RowProof.Result(data, List.copyOf(notes));
        }

        private List<DataLoss> lost(Try done) {
            RowsThere before = done.before().orElseThrow();
            Set<String> byUp = before.changedIn(done.between().orElseThrow());
            String ids = String.join(", ", passage.ids());
            return before.lostIn(done.now().orElseThrow()).entrySet().stream()
                    .map(table -> new DataLoss(
                            byUp.contains(table.getKey()) ? DataLoss.Kind.LOST_BY_UP : DataLoss.Kind.LOST_BY_DOWN,
                            table.getKey(),
                            table.getValue() + ", behind the way back of " + ids
                                    + (byUp.contains(table.getKey())
                                            ? ": the migration took it away, and its way back does not give it back"
                                            : ""),
                            Optional.empty()))
                    .toList();
        }

        private DataLoss failed(DataLoss.Kind kind, UpScript script, ScriptFailure failure, String what) {
            Place place = failure.line() > 0
                    ? new Place(script.file(), failure.line(), failure.column())
                    : Place.of(script.file());
            return new DataLoss(
                    kind, "", what + ", and not where they are empty: " + failure.error(), Optional.of(place));
        }

        private Try run(Filling filling) throws IOException {
            var before = new RowsThere[1];
            var between = new RowsThere[1];
            var now = new RowsThere[1];
            var parts = new ArrayList<Engine.Together>();
            parts.add(part(UpScript.of("rows", "generated rows", "select"), () -> {
                before[0] = look(filling != Filling.BEHIND, 0);
                return Optional.empty();
            }));
            for (UpScript up : passage.up()) {
                boolean last = up.equals(passage.up().get(passage.up().size() - 1));
                parts.add(part(up, () -> {
                    if (last) {
                        between[0] = look(filling != Filling.BEFORE, 100);
                    }
                    return Optional.empty();
                }));
            }
            parts.add(part(passage.down(), () -> {
                now[0] = look(false, 0);
                return Optional.of(
                        new ScriptFailure(ServerError.own("enough", ENOUGH), 0, 0, 0, Optional.of("rolling back"), 0));
            }));
            List<ScriptResult> results = engine.runTogether(parts);
            Optional<ScriptFailure> failure = results.get(results.size() - 1).failure();
            if (session.state() != TransactionState.IDLE) {
                session.ask("rollback");
            }
            return new Try(
                    results.size() - 1,
                    failure,
                    Optional.ofNullable(before[0]),
                    Optional.ofNullable(between[0]),
                    Optional.ofNullable(now[0]));
        }

        private interface Look {
            Optional<ScriptFailure> found();
        }

        private Engine.Together part(UpScript script, Look look) throws IOException {
            return new Engine.Together(script.script(), script.check().shape(), new Looking(look), ScriptListener.NONE);
        }

        /** In the open transaction, as the user that logged in. */
        private RowsThere look(boolean fill, int first) {
            session.results(OWN);
            List<SampleTable> tables = sample.tables();
            if (fill) {
                session.results(List.of("set local search_path to default"));
                SampleRows.Filled filled = sample.fill(tables, touched::names, first, 2);
                filled.notFilled().forEach(table -> notes.add("not filled: " + table));
                if (!filled.withoutTriggers().isEmpty()) {
                    notes.add("filled without its triggers, which refused the rows: "
                            + String.join(", ", filled.withoutTriggers()));
                }
                session.results(List.of("set constraints all immediate"));
            }
            return RowsThere.in(session, tables.stream().filter(touched::names).toList());
        }
    }

    private static boolean refused(Try done) {
        return done.failure().filter(failure -> !failure.error().is(ENOUGH)).isPresent();
    }

    private static boolean inTransactionOnly(ScriptFailure failure) {
        return failure.error().is(ONLY_IN_A_TRANSACTION);
    }

    /** Looks at the end of a script, and writes nothing. */
    private static final class Looking extends SilentRecorder {
        private final Tries.Look look;

        Looking(Tries.Look look) {
            this.look = look;
        }

        @Override
        public boolean checks() {
            return true;
        }

        @Override
        public Optional<ScriptFailure> check(Session session) {
            return look.found();
        }
    }
}
