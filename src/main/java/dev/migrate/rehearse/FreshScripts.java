package dev.migrate.rehearse;

import dev.migrate.history.History;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Selection;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import dev.migrate.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the files run on a database that is fresh. */
public final class FreshScripts {
    private FreshScripts() {}

    /** All of them, as {@code migrate apply} would run them; optional ones are left out. */
    public static List<UpScript> of(Inventory inventory) {
        return of(inventory, Selection.ALL, step -> true);
    }

    /**
     * Those that a target has applied or would apply.
     *
     * @param standings of every migration on the target
     * @param baselined as in {@link AppliedScripts#of}
     */
    public static List<UpScript> of(List<Standing> standings, Inventory inventory, boolean baselined) {
        Set<String> out = ids(standings, standing -> !baselined && standing.state() == State.BASELINED);
        return of(
                inventory, Selection.ALL, step -> !out.contains(step.migration().id()));
    }

    private static Set<String> ids(List<Standing> standings, Predicate<Standing> wanted) {
        return standings.stream().filter(wanted).map(Standing::id).collect(Collectors.toSet());
    }

    /**
     * Those that bring a fresh database to where a target is: what is pending there is left out, and what is optional
     * and applied is in.
     *
     * @param standings of every migration on the target
     * @param baselined as in {@link AppliedScripts#of}
     */
    public static List<UpScript> upTo(List<Standing> standings, Inventory inventory, boolean baselined) {
        Set<String> out = ids(
                standings,
                standing -> AppliedScripts.pending(standing) || (!baselined && standing.state() == State.BASELINED));
        var all = new Selection(Optional.empty(), OptionalInt.empty(), true);
        return of(inventory, all, step -> !out.contains(step.migration().id()));
    }

    /** What the bootstrap file stands for, in its order. */
    public static List<UpScript> covered(Inventory inventory) {
        return Stream.concat(inventory.archive().stream(), inventory.ordered().stream())
                .filter(inventory.covered()::contains)
                .map(file -> AppliedScripts.script(file, inventory))
                .toList();
    }

    private static List<UpScript> of(Inventory inventory, Selection selection, Predicate<Step> wanted) {
        return Plan.of(inventory, History.NONE, true, selection).steps().stream()
                .filter(wanted)
                .map(step -> AppliedScripts.script(step.migration(), inventory))
                .toList();
    }
}
