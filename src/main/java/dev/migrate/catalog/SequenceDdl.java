package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes sequences, and says in what a sequence differs from one of which nothing is said. */
final class SequenceDdl {
    /** Where the persistence stands in the values of a sequence. */
    static final int PERSISTENCE = 7;

    private static final Map<String, Integer> BITS = Map.of("smallint", 15, "integer", 31, "bigint", 63);

    private SequenceDdl() {}

    static void write(DdlSource source, List<DdlPiece> pieces) {
        for (CatalogObject object : source.catalog().of(ObjectKind.SEQUENCE)) {
            if (!source.isSerial(object.identity())) {
                sequence(source, pieces, object);
            }
        }
    }

    /** One that stands alone, also where its table would make it. */
    static void sequence(DdlSource source, List<DdlPiece> pieces, CatalogObject object) {
        String name = QuotedName.of(object.identity());
        var sql = new StringBuilder("create ");
        sql.append(object.text(Attribute.PERSISTENCE).orElse("p").equals("u") ? "unlogged sequence " : "sequence ");
        sql.append(name);
        String type = object.text(TYPE).orElse("bigint");
        if (!type.equals("bigint")) {
            sql.append(" as ").append(type);
        }
        options(values(object)).forEach(option -> sql.append(" ").append(option));
        new PieceBuilder(source, DdlPhase.SEQUENCES, object, pieces)
                .needsNo(ObjectKind.COLUMN)
                .needsNo(ObjectKind.TABLE)
                .add(sql.toString())
                .comment(object)
                .done();
        object.text(OWNED_BY).ifPresent(column -> {
            List<String> path = PrintedSql.path(column);
            Identity owner = new Identity(ObjectKind.COLUMN, path.get(0), path.get(1), path.get(2), "");
            Identity place = new Identity(
                    ObjectKind.SEQUENCE,
                    owner.schema(),
                    owner.relation(),
                    object.identity().name(),
                    "");
            new PieceBuilder(source, DdlPhase.TABLES, place, 3, pieces)
                    .needs(object.identity())
                    .needs(owner)
                    .add(object.identity(), "alter sequence " + name + " owned by " + column)
                    .done();
        });
    }

    /** Type, start, increment, minimum, maximum, cache, cycle, persistence. */
    static List<String> values(CatalogObject sequence) {
        return List.of(TYPE, START, INCREMENT, MINIMUM, MAXIMUM, CACHE, CYCLE, Attribute.PERSISTENCE).stream()
                .map(attribute -> sequence.text(attribute).orElse(""))
                .toList();
    }

    /** What is not as it would be without being said. */
    static List<String> options(List<String> values) {
        var increment = new BigInteger(values.get(2));
        boolean ascending = increment.signum() > 0;
        BigInteger most = BigInteger.TWO.pow(BITS.get(values.get(0))).subtract(BigInteger.ONE);
        BigInteger minimum = ascending ? BigInteger.ONE : most.negate().subtract(BigInteger.ONE);
        BigInteger maximum = ascending ? most : BigInteger.ONE.negate();
        var options = new ArrayList<String>();
        String start = ascending ? values.get(3) : values.get(4);
        differing(options, "start with ", values.get(1), start);
        differing(options, "increment by ", values.get(2), "1");
        differing(options, "minvalue ", values.get(3), minimum.toString());
        differing(options, "maxvalue ", values.get(4), maximum.toString());
        differing(options, "cache ", values.get(5), "1");
        if (values.get(6).startsWith("t")) {
            options.add("cycle");
        }
        return options;
    }

    /** All of it, also what is as it would be without being said. */
    static List<String> all(List<String> values) {
        return List.of(
                "start with " + values.get(1),
                "increment by " + values.get(2),
                "minvalue " + values.get(3),
                "maxvalue " + values.get(4),
                "cache " + values.get(5),
                values.get(6).startsWith("t") ? "cycle" : "no cycle");
    }

    private static void differing(List<String> options, String words, String value, String usual) {
        if (!value.equals(usual)) {
            options.add(words + value);
        }
    }
}
