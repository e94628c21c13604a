package dev.migrate.database;

/** Hears what the server says beside its results. */
@FunctionalInterface
public interface NoticeListener {
    NoticeListener NONE = (statement, notice) -> {};

    /**
     * Called as each notice arrives.
     *
     * @param statement index in the message of the statement that was running, from 0
     * @param notice {@code NOTICE}, {@code WARNING}, {@code INFO}, …
     */
    void notice(int statement, ServerError notice);
}
