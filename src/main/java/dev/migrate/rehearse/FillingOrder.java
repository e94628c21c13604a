package dev.migrate.rehearse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** In which order tables are filled: those that are wanted and those that they point to, what is pointed to first. */
final class FillingOrder {
    private final Map<String, SampleTable> byName = new LinkedHashMap<>();
    private final Set<SampleTable> ordered = new LinkedHashSet<>();
    private final Set<String> underWay = new HashSet<>();
    private final Set<SampleTable> blocked = new LinkedHashSet<>();

    /** Pure; in a circle, a table that may leave its reference empty comes before one that may not. */
    FillingOrder(List<SampleTable> tables, Predicate<SampleTable> wanted) {
        tables.forEach(table -> byName.put(table.name(), table));
        tables.stream().filter(wanted).forEach(this::visit);
        int before = -1;
        while (before != ordered.size()) {
            before = ordered.size();
            List.copyOf(blocked).forEach(this::visit);
        }
        ordered.addAll(blocked); // a circle of references that all have to be there: the server says so
    }

    List<SampleTable> tables() {
        return List.copyOf(ordered);
    }

    private void visit(SampleTable table) {
        if (ordered.contains(table) || !underWay.add(table.name())) {
            return;
        }
        boolean free = true;
        for (SampleTable parent : parents(table)) {
            visit(parent);
            free &= ordered.contains(parent) || !required(table, parent);
        }
        underWay.remove(table.name());
        if (free) {
            ordered.add(table);
            blocked.remove(table);
        } else {
            blocked.add(table);
        }
    }

    private List<SampleTable> parents(SampleTable table) {
        var parents = new ArrayList<SampleTable>();
        table.parents().stream().filter(byName::containsKey).map(byName::get).forEach(parents::add);
        return parents;
    }

    private static boolean required(SampleTable table, SampleTable parent) {
        return table.references().stream()
                        .filter(to -> to.table().equals(parent.name()))
                        .allMatch(to -> to.columns().stream()
                                .allMatch(name -> table.column(name)
                                        .map(SampleTable.Column::required)
                                        .orElse(true)))
                && table.references().stream().anyMatch(to -> to.table().equals(parent.name()));
    }
}
