package dev.migrate.engine;

import dev.migrate.database.Reply;
import dev.migrate.database.TransactionState;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Takes the answers to a flight as they come in; behind the first that is not good nothing counts. */
final class Arrivals implements BiConsumer<Integer, Reply> {
    private final List<Flight.Passenger> passengers;
    private final List<ScriptResult> results;
    private final FlightListener listener;
    private int committed;
    private boolean over;

    Arrivals(List<Flight.Passenger> passengers, List<ScriptResult> results, FlightListener listener) {
        this.passengers = passengers;
        this.results = results;
        this.listener = listener;
    }

    @Override
    public void accept(Integer index, Reply reply) {
        if (over) {
            return;
        }
        Flight.Passenger passenger = passengers.get(index);
        Optional<ScriptFailure> failure = Failures.of(passenger.message(), reply, TransactionState.IDLE, 0);
        boolean ended = failure.map(TransactionRun::committed).orElse(true);
        over = failure.isPresent();
        results.add(new ScriptResult(passenger.statements(), ended ? Optional.empty() : failure));
        if (!ended) {
            return;
        }
        committed = results.size();
        listener.committed(committed);
        if (!over && index + 1 < passengers.size()) {
            passengers.get(index + 1).sending();
        }
    }

    /** How many scripts are committed. */
    int committed() {
        return committed;
    }

    /** Whether every script is committed and the session clean. */
    boolean wellEnded() {
        return !over && results.size() == passengers.size();
    }
}
