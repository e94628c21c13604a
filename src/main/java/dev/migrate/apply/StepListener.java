package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.engine.ScriptListener;

/** Passes on what the engine tells of a script as news of its migration. */
record StepListener(Pending pending, ApplyListener listener) implements ScriptListener {
    @Override
    public void sending(int statement, int line, String summary) {
        listener.sending(pending.step(), statement, pending.shape().statements(), line, summary);
    }

    @Override
    public void notice(int line, ServerError notice) {
        listener.notice(pending.step(), line, notice);
    }

    @Override
    public void remark(String text) {
        listener.warning(pending.step().migration().file() + ": " + text);
    }
}
