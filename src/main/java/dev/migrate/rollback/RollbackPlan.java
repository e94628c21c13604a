package dev.migrate.rollback;

import java.util.List;

/**
 * What a rollback will do. The plan that is shown is the plan that is run.
 *
 * @param steps in the order in which they run, the newest migration first
 * @param undoneAlready ids that were named and are rolled back already
 */
public record RollbackPlan(List<RollbackStep> steps, List<String> undoneAlready) {
    public RollbackPlan {
        steps = List.copyOf(steps);
        undoneAlready = List.copyOf(undoneAlready);
    }

    /** Ids of all that will be undone, in this order. */
    public List<String> ids() {
        return steps.stream().flatMap(step -> step.ids().stream()).toList();
    }

    RollbackPlan from(int step) {
        return new RollbackPlan(steps.subList(step, steps.size()), List.of());
    }
}
