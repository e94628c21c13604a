package dev.migrate.rollback;

import dev.migrate.migration.UpScript;
import java.util.List;

/**
 * Migrations and what undoes them.
 *
 * @param scripts all that run, in their order
 * @param members places of the migrations among them, from 0, ascending; several where they are undone as a unit
 */
record Passage(List<UpScript> scripts, List<Integer> members, WayBack way) {
    Passage {
        members = members.stream().sorted().toList();
    }

    int first() {
        return members.get(0);
    }

    int last() {
        return members.get(members.size() - 1);
    }

    List<String> ids() {
        return up().stream().map(UpScript::id).toList();
    }

    List<UpScript> up() {
        return members.stream().map(scripts::get).toList();
    }

    UpScript down() {
        return new UpScript("the way back of " + String.join(", ", ids()), way.script(), false);
    }

    /** What runs before. */
    List<UpScript> before() {
        return scripts.subList(0, first());
    }

    List<UpScript> throughLast() {
        return scripts.subList(0, last() + 1);
    }

    /** Migrations that stand between them and are not undone with them. */
    List<UpScript> between() {
        return java.util.stream.IntStream.range(first(), last())
                .filter(place -> !members.contains(place))
                .mapToObj(scripts::get)
                .toList();
    }

    /** What would have run had there been none of them. */
    List<UpScript> withoutThem() {
        return java.util.stream.Stream.concat(before().stream(), between().stream())
                .toList();
    }
}
