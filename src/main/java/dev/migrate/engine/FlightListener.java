package dev.migrate.engine;

/** Hears how far a flight is. */
public interface FlightListener {
    /** One to which it is all the same. */
    FlightListener NONE = new FlightListener() {
        @Override
        public void committed(int count) {}

        @Override
        public void durable(int count) {}
    };

    /** The server has answered the commit of the first {@code count} scripts. A crash of the server may still undo it. */
    void committed(int count);

    /** The first {@code count} scripts are committed, and no crash undoes it. */
    void durable(int count);
}
