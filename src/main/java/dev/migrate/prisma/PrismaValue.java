package dev.migrate.prisma;

import java.util.List;
import java.util.Optional;

/** What stands as an argument of an attribute, or behind {@code =} in a datasource. */
public sealed interface PrismaValue {
    /** A quoted text, without its escapes. */
    record Text(String text) implements PrismaValue {}

    /** As it is written. */
    record Numeral(String digits) implements PrismaValue {}

    /** A field, the value of an enum, {@code true}, {@code Cascade}. */
    record Name(String name) implements PrismaValue {}

    /** {@code now()}, {@code env("URL")}, {@code title(sort: Desc)}. */
    record Call(String name, List<Argument> arguments) implements PrismaValue {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** Values in square brackets. */
    record Values(List<PrismaValue> elements) implements PrismaValue {
        public Values {
            elements = List.copyOf(elements);
        }
    }

    /** Named values in braces, as the condition of a partial index. */
    record Fields(List<Argument> entries) implements PrismaValue {
        public Fields {
            entries = List.copyOf(entries);
        }
    }

    /** An argument, with its name where it has one. */
    record Argument(Optional<String> name, PrismaValue value) {}

    /** The words of it: of a text or name itself. */
    default Optional<String> word() {
        if (this instanceof Text text) {
            return Optional.of(text.text());
        }
        if (this instanceof Numeral numeral) {
            return Optional.of(numeral.digits());
        }
        return this instanceof Name name ? Optional.of(name.name()) : Optional.empty();
    }

    /** The argument of this name among some; else the first without a name, where {@code first} allows that. */
    static Optional<PrismaValue> argument(List<Argument> arguments, String name, boolean first) {
        return arguments.stream()
                .filter(argument -> argument.name().filter(name::equals).isPresent())
                .findFirst()
                .or(() -> arguments.stream()
                        .limit(1)
                        .filter(argument -> first && argument.name().isEmpty())
                        .findFirst())
                .map(Argument::value);
    }
}
