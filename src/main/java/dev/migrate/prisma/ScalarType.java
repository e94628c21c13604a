package dev.migrate.prisma;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Prisma's own types, and what each is in PostgreSQL where no {@code @db.} says otherwise.
 *
 * @see <a href="https://www.prisma.io/docs/orm/reference/prisma-schema-reference#model-field-scalar-types">scalar
 *     types</a>
 */
enum ScalarType {
    STRING("String", "text"),
    BOOLEAN("Boolean", "boolean"),
    INT("Int", "integer"),
    BIG_INT("BigInt", "bigint"),
    FLOAT("Float", "double precision"),
    DECIMAL("Decimal", "numeric(65,30)"),
    DATE_TIME("DateTime", "timestamp(3) without time zone"),
    JSON("Json", "jsonb"),
    BYTES("Bytes", "bytea");

    private final String word;
    private final String byDefault;

    ScalarType(String word, String byDefault) {
        this.word = word;
        this.byDefault = byDefault;
    }

    static Optional<ScalarType> of(String type) {
        return Arrays.stream(values())
                .filter(scalar -> scalar.word.equals(type))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(scalar -> scalar.word).toList();
    }

    String byDefault() {
        return byDefault;
    }
}
