package dev.migrate.rehearse;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as it has to be known to put rows into it.
 *
 * @param name qualified and quoted
 * @param plain its name without schema and quotes
 * @param columns in their order, without generated ones
 */
public record SampleTable(
        String name, String plain, List<Column> columns, List<Check> checks, List<Reference> references) {
    public SampleTable {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        references = List.copyOf(references);
    }

    /**
     * A column.
     *
     * @param name as it is, without quotes
     * @param required whether NULL is refused
     * @param expression its default; empty where there is none
     * @param key whether it is part of a primary key, a unique key or an exclusion
     */
    public record Column(String name, SampleType type, boolean required, Optional<String> expression, boolean key) {
        /** Whether the default is another value for each row, or none that we need. */
        boolean ownDefault() {
            return expression.filter(text -> text.contains("(")).isPresent();
        }
    }

    /**
     * What rows have to fulfil: a check of the table, of a domain or of a partition.
     *
     * @param name empty of a partition's bounds
     * @param columns that it is about; empty where nobody knows
     */
    public record Check(String name, Set<String> columns, String text) {}

    /**
     * A foreign key.
     *
     * @param table that it points to, qualified and quoted
     * @param there its columns, in the same order
     */
    public record Reference(List<String> columns, String table, List<String> there) {}

    Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    /** Whether it needs rows of another table to be there first. */
    Set<String> parents() {
        return references.stream()
                .map(Reference::table)
                .filter(other -> !other.equals(name))
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
    }
}
