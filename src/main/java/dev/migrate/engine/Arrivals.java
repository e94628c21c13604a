package dev.migrate.engine;

import dev.migrate.database.Reply;
import dev.migrate.database.TransactionState;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/** Takes the answers to a flight as they come in; behind the first that is not good nothing counts. */
final class Arrivals implements BiConsumer<Integer, Reply> {
    private final List<Flight.Passenger> passengers;
    private final List<ScriptResult> results;
    private final IntConsumer landed;
    private boolean over;

    Arrivals(List<Flight.Passenger> passengers, List<ScriptResult> results, IntConsumer landed) {
        this.passengers = passengers;
        this.results = results;
        this.landed = landed;
    }

    @Override
    public void accept(Integer index, Reply reply) {
        if (over) {
            return;
        }
        Flight.Passenger passenger = passengers.get(index);
        Optional<ScriptFailure> failure = Failures.of(passenger.message(), reply, TransactionState.IDLE, 0);
        boolean committed = failure.map(TransactionRun::committed).orElse(true);
        over = failure.isPresent();
        results.add(new ScriptResult(passenger.statements(), committed ? Optional.empty() : failure));
        if (!committed) {
            return;
        }
        landed.accept(results.size());
        if (!over && index + 1 < passengers.size()) {
            passengers.get(index + 1).sending();
        }
    }

    /** Whether every script is committed and the session clean. */
    boolean wellEnded() {
        return !over && results.size() == passengers.size();
    }
}
