package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.database.Identifier;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the default of a column is the one that its field says. */
final class DefaultComparison {
    private static final Set<String> SEQUENCES = Set.of("autoincrement", "sequence");
    private static final Set<String> NOW = Set.of("now()", "current_timestamp", "transaction_timestamp()");
    private static final Set<String> NUMBERS = Set.of("Int", "BigInt", "Float", "Decimal");

    private final ServerJudgement server;

    DefaultComparison(ServerJudgement server) {
        this.server = server;
    }

    /**
     * What differs.
     *
     * @param declared in words
     * @param found in words
     */
    record Mismatch(String declared, String found) {}

    Optional<Mismatch> compare(DeclaredColumn declared, CatalogObject column) {
        if (column.text(Attribute.GENERATED).isPresent()) {
            return Optional.empty(); // Prisma has no words for it, whatever it writes
        }
        Optional<String> expression = column.text(Attribute.DEFAULT).filter(text -> !isNull(text));
        boolean numbered = column.text(Attribute.IDENTITY).isPresent()
                || expression.filter(text -> text.startsWith("nextval(")).isPresent();
        String found = column.text(Attribute.IDENTITY).isPresent() ? "an identity column" : expression.orElse("none");
        Optional<PrismaValue> value =
                declared.field().attribute("default").flatMap(attribute -> attribute.first("value"));
        if (value.isEmpty()) {
            return mismatch(expression.isEmpty() && !numbered, "none", found);
        }
        if (value.get() instanceof PrismaValue.Call call) {
            return call(call, declared, expression, numbered, found);
        }
        String literal = literal(declared, value.get());
        boolean same = expression.isPresent() && sameValue(declared, value.get(), literal, expression.get());
        return mismatch(same, literal, found);
    }

    private static Optional<Mismatch> mismatch(boolean same, String declared, String found) {
        return same ? Optional.empty() : Optional.of(new Mismatch(declared, found));
    }

    private static boolean isNull(String text) {
        return text.equals("NULL") || text.startsWith("NULL::");
    }

    private Optional<Mismatch> call(
            PrismaValue.Call call,
            DeclaredColumn declared,
            Optional<String> expression,
            boolean numbered,
            String found) {
        String name = call.name();
        if (SEQUENCES.contains(name)) {
            return mismatch(numbered, name + "()", found);
        }
        if (name.equals("now")) {
            return mismatch(expression.filter(text -> isNow(declared, text)).isPresent(), "now()", found);
        }
        if (name.equals("dbgenerated")) {
            Optional<String> wanted = PrismaValue.argument(call.arguments(), "value", true)
                    .flatMap(PrismaValue::word)
                    .filter(text -> !text.isBlank());
            if (wanted.isEmpty()) {
                return mismatch(expression.isPresent() || numbered, "a default of the database's own", found);
            }
            boolean same = expression
                    .filter(text -> sameExpression(declared, wanted.get(), text))
                    .isPresent();
            return mismatch(same, wanted.get(), found);
        }
        // uuid(), cuid(), ulid(), nanoid() and what may come are made by the client
        return mismatch(expression.isEmpty() && !numbered, "none (" + name + "() is the client's)", found);
    }

    private boolean sameExpression(DeclaredColumn declared, String wanted, String found) {
        return Expression.same(wanted, found)
                || (Expression.sameCalls(wanted, found) && server.same(declared.sqlType(), wanted, found));
    }

    private static boolean isNow(DeclaredColumn declared, String text) {
        String plain = Expression.canonical(text).replaceFirst("\\([0-6]\\)$", "");
        return NOW.contains(plain)
                || (plain.equals("current_date") && declared.type().equals("date"))
                || (plain.equals("localtimestamp") && declared.type().endsWith("without time zone"));
    }

    private boolean sameValue(DeclaredColumn declared, PrismaValue value, String literal, String expression) {
        if (!declared.field().list()) {
            Optional<String> constant = Expression.constant(expression);
            Optional<String> word = label(declared, value);
            if (constant.isPresent() && word.isPresent() && sameText(declared, word.get(), constant.get())) {
                return true;
            }
        }
        return Expression.sameCalls(literal, expression) && server.same(declared.sqlType(), literal, expression);
    }

    private static boolean sameText(DeclaredColumn declared, String wanted, String found) {
        if (NUMBERS.contains(declared.field().type())) {
            try {
                return new BigDecimal(wanted).compareTo(new BigDecimal(found)) == 0;
            } catch (NumberFormatException other) {
                return false;
            }
        }
        return wanted.equals(found);
    }

    private static Optional<String> label(DeclaredColumn declared, PrismaValue value) {
        return value.word()
                .map(word -> declared.enumeration()
                        .flatMap(type -> type.values().stream()
                                .filter(label -> label.name().equals(word))
                                .findFirst())
                        .map(PrismaEnum.Value::mapped)
                        .orElse(word));
    }

    /** As SQL. */
    private static String literal(DeclaredColumn declared, PrismaValue value) {
        if (value instanceof PrismaValue.Values values) {
            List<PrismaValue> elements = values.elements();
            return elements.stream()
                    .map(element -> literal(declared, element))
                    .collect(Collectors.joining(", ", "ARRAY[", "]::" + declared.type() + "[]"));
        }
        String word = label(declared, value).orElse("");
        return switch (declared.field().type()) {
            case "Int", "BigInt", "Float", "Decimal" -> word;
            case "Boolean" -> word.toLowerCase(Locale.ROOT);
            case "Bytes" -> Identifier.literal(bytes(word)) + "::bytea";
            case "DateTime", "Json" -> Identifier.literal(word) + "::" + declared.type();
            default -> Identifier.literal(word);
        };
    }

    /** Prisma writes bytes in Base64. */
    private static String bytes(String word) {
        try {
            return "\\x" + HexFormat.of().formatHex(Base64.getDecoder().decode(word));
        } catch (IllegalArgumentException notBase64) {
            return word;
        }
    }
}
