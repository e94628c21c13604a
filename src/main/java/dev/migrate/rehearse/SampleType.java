package dev.migrate.rehearse;

import java.util.List;
import java.util.Optional;

/**
 * A type as it has to be known to write values of it.
 *
 * @param sql as {@code format_type} prints it, with its modifier
 * @param base name in {@code pg_type}, of a domain that of what it is over
 * @param kind {@code typtype}: {@code b}, {@code e}, {@code c}, {@code r}, {@code m}; of a domain that of what it is over
 * @param length of {@code char(n)}, {@code varchar(n)}, {@code bit(n)}; digits before the point of {@code numeric(p, s)}
 * @param labels of an enum
 * @param element of an array, a range or a multirange
 * @param parts of a composite type
 */
public record SampleType(
        String sql,
        String base,
        char kind,
        Optional<Integer> length,
        List<String> labels,
        Optional<SampleType> element,
        List<SampleType> parts) {
    public SampleType {
        labels = List.copyOf(labels);
        parts = List.copyOf(parts);
    }

    /** A built-in scalar type. */
    public static SampleType of(String base) {
        return new SampleType(base, base, 'b', Optional.empty(), List.of(), Optional.empty(), List.of());
    }

    boolean text() {
        return List.of("text", "varchar", "bpchar", "name", "citext").contains(base);
    }
}
