package dev.migrate.prisma;

import dev.migrate.problem.Place;
import java.util.List;

/** An enum. */
public record PrismaEnum(String name, List<Value> values, List<PrismaAttribute> attributes, Place where)
        implements Attributed {
    public PrismaEnum {
        values = List.copyOf(values);
        attributes = List.copyOf(attributes);
    }

    /** One of its values. */
    public record Value(String name, List<PrismaAttribute> attributes, Place where) implements Attributed {
        public Value {
            attributes = List.copyOf(attributes);
        }
    }

    /** The labels in the database, in order. */
    List<String> labels() {
        return values.stream().map(Value::mapped).toList();
    }
}
