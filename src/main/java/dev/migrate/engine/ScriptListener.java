package dev.migrate.engine;

import dev.migrate.database.ServerError;

/** Hears how a script goes on, while it does. */
public interface ScriptListener {
    ScriptListener NONE = new ScriptListener() {
        @Override
        public void sending(int statement, int line, String summary) {}

        @Override
        public void notice(int line, ServerError notice) {}

        @Override
        public void remark(String text) {}
    };

    /**
     * A message is about to go out; what it holds is not done yet.
     *
     * @param statement number in the script, from 1, of the message's first statement
     * @param line where that statement begins
     * @param summary its leading words
     */
    void sending(int statement, int line, String summary);

    /**
     * The server said something beside its results.
     *
     * @param line of the statement that was running
     */
    void notice(int line, ServerError notice);

    /** Something that the user should know of how the script is run. */
    void remark(String text);
}
