package dev.migrate.apply;

/** Another run was at work between reading the history and writing to it: nothing of ours was kept, and it is read anew. */
final class HistoryMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HistoryMoved() {
        super("the history has changed since it was read", null, false, false);
    }
}
