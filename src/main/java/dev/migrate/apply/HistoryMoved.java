package dev.migrate.apply;

/** Another run was at work between reading the history and writing to it: nothing of ours was kept, and it is read anew. */
public final class HistoryMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean surely;

    /**
     * Ends what runs.
     *
     * @param surely whether the history is another now; else it may be
     */
    HistoryMoved(boolean surely) {
        super("the history has changed since it was read", null, false, false);
        this.surely = surely;
    }

    public boolean surely() {
        return surely;
    }
}
