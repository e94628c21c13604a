package dev.migrate.rollback;

import dev.migrate.database.ServerError;
import dev.migrate.engine.ScriptListener;

/** Passes on what the engine tells of a script as news of its step. */
record StepNews(RollbackStep step, int statements, RollbackListener listener) implements ScriptListener {
    @Override
    public void sending(int statement, int line, String summary) {
        listener.sending(step, statement, statements, line, summary);
    }

    @Override
    public void notice(int line, ServerError notice) {
        listener.notice(step, line, notice);
    }

    @Override
    public void remark(String text) {
        listener.warning(step.way().script().file() + ": " + text);
    }
}
