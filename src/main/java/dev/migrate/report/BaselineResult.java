package dev.migrate.report;

import dev.migrate.verify.VerifyResult;
import java.util.List;
import java.util.Optional;

/**
 * What a baseline came to.
 *
 * @param recorded ids of what was recorded, in order; none where it was refused
 * @param proof what a scratch database showed; empty where there was nothing to record
 */
public record BaselineResult(List<String> recorded, Optional<VerifyResult> proof) {
    /** Everything was recorded already. */
    public static final BaselineResult NOTHING = new BaselineResult(List.of(), Optional.empty());

    public BaselineResult {
        recorded = List.copyOf(recorded);
    }

    /** Whether the database differs and that was not accepted. */
    boolean refused() {
        return recorded.isEmpty() && proof.isPresent();
    }
}
