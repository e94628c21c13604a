package dev.migrate.report;

import dev.migrate.apply.ApplyListener;
import dev.migrate.apply.ApplyResult;
import dev.migrate.apply.Status;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.rollback.Destruction;
import dev.migrate.rollback.RollbackListener;
import dev.migrate.rollback.RollbackPlan;
import dev.migrate.rollback.RollbackResult;
import dev.migrate.rollback.WrittenWayBack;
import dev.migrate.schema.SchemaComparison;
import dev.migrate.schema.SchemaWritten;
import dev.migrate.verify.VerifyResult;

/** One way of telling: text for people, JSON for scripts. */
public interface Report extends ApplyListener, RollbackListener {
    @Override
    void waiting(String holder);

    @Override
    void warning(String text);

    @Override
    void remark(String text);

    /** Which database is about to be touched; told before anything is. */
    void target(TargetFacts target);

    /** Where the migrations come from, where nobody said it. */
    void found(String sentence);

    /** How a run ended. */
    void applied(ApplyResult result);

    /** How everything stands. */
    void status(Status status);

    /** What the user is about to be asked about. */
    void asking(RollbackPlan plan, Destruction destruction);

    /** That what is about to be undone was proven to lead back. */
    void proven(VerifyResult result);

    /** How a rollback ended. */
    void rolledBack(RollbackResult result);

    /** A way back that nobody wrote. */
    void derived(WrittenWayBack written);

    /** A migration that was made. */
    void made(NewResult result);

    /** What the checks found. */
    void verified(VerifyResult result);

    /** What was recorded without being run, or why not. */
    void baselined(BaselineResult result);

    /** What was written into a schema folder. */
    void written(SchemaWritten written);

    /** In what two structures differ. */
    void compared(SchemaComparison comparison);

    /** What is kept of what migrations destroyed. */
    void kept(KeptResult result);

    /** What a repair has done. */
    void repaired(String sentence);

    /** Why the command did not do its work. */
    void failed(MigrationFailure failure);
}
