package dev.migrate.verify;

import dev.migrate.config.Settings;
import dev.migrate.database.Identifier;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.migration.CommentScript;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ScriptText;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.migration.VerificationFile;
import dev.migrate.migration.VerificationFiles;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import dev.migrate.problem.Place;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether queries return what the comments below them expect: those of the files that {@code verify = […]} names, and
 * those that stand in migrations which are applied, in sections and in comments.
 *
 * <p>A file, the sections of a migration, and each comment run in a transaction of their own, which is always rolled
 * back. All of them speak of the database as it is now. What a migration expected is not void because a later one
 * changed it: nobody could tell that from a database that lost something.
 */
final class ExpectationsCheck implements Check {
    /** What ran, or stands in the database as though it had. */
    private static final Set<State> IN_EFFECT = Set.of(State.APPLIED, State.CHANGED, State.BASELINED);

    private static final String MIGRATION_FIX =
            "put the database right; or, if a later migration changed this on purpose, take the comment with the"
                    + " expectation out of the file: an edit of comments alone is accepted";

    /** connection_failure. */
    private static final String CONNECTION_FAILURE = "08006";

    private static final String FILE_FIX = "put the database right, or correct the expectation";

    @Override
    public String name() {
        return "expectations";
    }

    @Override
    public Outcome look(Evidence evidence) {
        Settings settings = evidence.settings();
        List<VerificationFile> files = VerificationFiles.of(settings);
        var run = new Run(evidence.session(), settings.database());
        for (VerificationFile file : files) {
            run.script(new Source("file " + file.file(), file.file(), FILE_FIX), List.of(file.text()));
        }
        var left = new ArrayList<String>();
        for (Standing standing : evidence.status().standings()) {
            if (standing.migration().isEmpty()) {
                continue;
            }
            Migration migration = standing.migration().get();
            if (IN_EFFECT.contains(standing.state())) {
                run.migration(migration);
            } else if (standing.state() == State.COVERED && speaks(migration)) {
                left.add(migration.id());
            }
        }
        List<String> notes = new ArrayList<>(run.notes);
        if (!left.isEmpty()) {
            notes.add("not run: what " + String.join(", ", left)
                    + (left.size() == 1 ? " expects: it never" : " expect: they never")
                    + " ran here, because the bootstrap file stands for "
                    + (left.size() == 1 ? "it" : "them"));
        }
        if (files.isEmpty() && run.scripts == 0) {
            String named = settings.verify().isEmpty()
                    ? "the config has no verify = […]"
                    : "what verify = […] names holds no .sql file";
            return Outcome.notApplicable(
                            "there are no expectations: " + named + ", and no migration that is applied has any")
                    .noting(notes);
        }
        notes.add(0, run.summary());
        return Outcome.of(run.findings).noting(notes);
    }

    private static boolean speaks(Migration migration) {
        return !migration.verify().isEmpty() || !migration.verifications().isEmpty();
    }

    /**
     * Where a script is from.
     *
     * @param fix what to do where something in it does not hold
     */
    private record Source(String object, String file, String fix) {}

    /** All scripts, one after the other. */
    private static final class Run {
        private final Session session;
        private final Settings.Database settings;
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int scripts;
        private int queries;
        private int expectations;

        Run(Session session, Settings.Database settings) {
            this.session = session;
            this.settings = settings;
        }

        void migration(Migration migration) {
            var source = new Source("migration " + migration.id(), migration.file(), MIGRATION_FIX);
            if (!migration.verify().isEmpty()) {
                script(source, migration.verify());
            }
            for (CommentScript comment : migration.verifications()) {
                script(source, List.of(ScriptText.of(comment)));
            }
        }

        void script(Source source, List<ScriptText> pieces) {
            scripts++;
            try {
                ExpectationReader.Script script = ExpectationReader.read(pieces);
                int stated = script.queries().stream()
                        .mapToInt(query -> query.expectations().size())
                        .sum();
                queries += script.queries().size();
                expectations += stated;
                if (stated == 0 && script.faults().isEmpty()) {
                    notes.add(source.file() + ":" + pieces.get(0).where().line()
                            + (script.queries().isEmpty()
                                    ? " holds no query"
                                    : " expects nothing: it is only looked whether it runs"));
                }
                for (Unmet unmet : undone(script)) {
                    findings.add(finding(source, unmet));
                }
            } catch (IOException unreadable) {
                throw UnreadableFile.of(source.file(), unreadable);
            } catch (UnterminatedException open) {
                findings.add(Finding.error(
                                source.object(), open.getMessage(), "close it; nothing of the file was run as queries")
                        .at(new Place(
                                source.file(), open.where().line(), open.where().column())));
            }
        }

        /** Runs it in a transaction of its own, with the role and the time limits that migrations have. */
        private List<Unmet> undone(ExpectationReader.Script script) {
            var begin = new StringBuilder("BEGIN");
            settings.role().ifPresent(role -> begin.append(";\nSET LOCAL ROLE ").append(Identifier.quoted(role)));
            begin.append(";\nSET LOCAL lock_timeout = ")
                    .append(settings.lockTimeout().atMost().toMillis())
                    .append(";\nSET LOCAL statement_timeout = ")
                    .append(settings.statementTimeout().atMost().toMillis());
            session.rows(begin.toString());
            List<Unmet> unmet = ExpectationRun.of(session, script);
            if (session.lost()) {
                throw session.refused(ServerError.own("the connection is gone", CONNECTION_FAILURE));
            }
            end();
            return unmet;
        }

        /** Takes back what is in the transaction, and beside it what is not: prepared statements and advisory locks. */
        private void end() {
            boolean ours = session.facts().pooling().keepsSession();
            session.rows(ours ? "ROLLBACK;\nDEALLOCATE ALL;\nSELECT pg_catalog.pg_advisory_unlock_all()" : "ROLLBACK");
        }

        private static Finding finding(Source source, Unmet unmet) {
            String message = unmet.error().message();
            if (unmet.refused()) {
                message = "the query fails: " + message + " (" + unmet.error().sqlState()
                        + "); nothing behind it was run";
            }
            String fix = unmet.refused() ? source.fix() : unmet.error().hint().orElse(source.fix());
            Finding finding = Finding.error(source.object(), message, fix)
                    .at(new Place(source.file(), unmet.line(), unmet.column()));
            return unmet.difference()
                    .map(difference -> finding.difference(difference.expected(), difference.actual()))
                    .orElse(finding);
        }

        String summary() {
            return expectations + (expectations == 1 ? " expectation" : " expectations") + " of " + queries
                    + (queries == 1 ? " query" : " queries") + " in " + scripts
                    + (scripts == 1 ? " script" : " scripts");
        }
    }
}
