package dev.migrate.apply;

import dev.migrate.engine.Engine;
import dev.migrate.engine.ScriptResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All migrations in one transaction: nothing is applied until the last one is. */
final class SingleTransaction {
    private final Attempts attempts;
    private final Recorders recorders;
    private final Failures failures;
    private final ApplyListener listener;

    SingleTransaction(Attempts attempts, Recorders recorders, Failures failures, ApplyListener listener) {
        this.attempts = attempts;
        this.recorders = recorders;
        this.failures = failures;
        this.listener = listener;
    }

    ApplyResult run(List<Pending> pending, long start) {
        var recorded = new ArrayList<MigrationRecorder>();
        List<ScriptResult> results = attempts.together(() -> {
            recorded.clear();
            pending.forEach(one -> recorded.add(recorders.of(one)));
            return scripts(pending, recorded);
        });
        ScriptResult last = results.get(results.size() - 1);
        last.failure().ifPresent(recorded.get(results.size() - 1)::lookInto);
        if (!last.ok()) {
            Pending failed = pending.get(results.size() - 1);
            var rest = new ArrayList<>(Apply.ids(pending));
            rest.remove(failed.step().migration().id());
            return new ApplyResult(
                    List.of(),
                    rest,
                    Optional.of(failures.explain(
                            failed, last.failure().orElseThrow(), Earlier.applied(0), attempts.inTheWay(), List.of())),
                    false,
                    Apply.millisecondsSince(start));
        }
        var applied = new ArrayList<Applied>();
        for (int i = 0; i < pending.size(); i++) {
            var one = new Applied(
                    pending.get(i).step().migration(),
                    Apply.millisecondsSince(start),
                    results.get(i).statements());
            applied.add(one);
            listener.started(pending.get(i).step(), i + 1, pending.size());
            listener.applied(one);
            recorders.tellKept(one, listener);
        }
        return new ApplyResult(applied, List.of(), Optional.empty(), false, Apply.millisecondsSince(start));
    }

    private List<Engine.Together> scripts(List<Pending> pending, List<MigrationRecorder> recorded) {
        var scripts = new ArrayList<Engine.Together>();
        for (int i = 0; i < pending.size(); i++) {
            Pending one = pending.get(i);
            scripts.add(
                    new Engine.Together(one.script(), one.shape(), recorded.get(i), new StepListener(one, listener)));
        }
        return scripts;
    }
}
