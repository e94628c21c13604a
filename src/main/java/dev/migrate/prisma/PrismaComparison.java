package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Identifier;
import dev.migrate.problem.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a database has otherwise than its Prisma schema says: of what Prisma has words for, in the schemas that it
 * covers.
 */
public final class PrismaComparison {
    /** Prisma's own history. */
    private static final String OWN_TABLE = "_prisma_migrations";

    private final PrismaSchema schema;
    private final Catalog catalog;
    private final Set<Identity> passedOver;
    private final Differences differences = new Differences();
    private final ColumnComparison columns;
    private final IndexComparison indexes;
    private final ForeignKeyComparison foreignKeys;

    private PrismaComparison(PrismaSchema schema, Catalog catalog, Set<Identity> passedOver, ServerJudgement server) {
        this.schema = schema;
        this.catalog = catalog;
        this.passedOver = passedOver;
        this.columns = new ColumnComparison(catalog, server, differences);
        this.indexes = new IndexComparison(server, differences);
        this.foreignKeys = new ForeignKeyComparison(differences);
    }

    /**
     * Compares.
     *
     * @param schema whose names fit together, as {@link PrismaFiles} looks after
     * @param catalog that holds the schemas which it covers
     * @param passedOver tables that are nobody's business, such as the history
     */
    public static PrismaResult compare(
            PrismaSchema schema, Catalog catalog, Set<Identity> passedOver, ServerJudgement server) {
        return new PrismaComparison(schema, catalog, Set.copyOf(passedOver), server).result();
    }

    private PrismaResult result() {
        List<DeclaredTable> declared = new Declaration(schema).tables();
        new EnumComparison(schema, catalog, differences).compare();
        var pairs = new TreeMap<Identity, DeclaredTable>();
        var known = new HashSet<Identity>();
        var ignored = new HashSet<Identity>();
        for (PrismaModel model : schema.models()) {
            if (model.ignored()) {
                ignored.add(Identity.of(ObjectKind.TABLE, schema.schemaOf(model), model.mapped()));
            }
        }
        for (DeclaredTable table : declared) {
            known.add(table.identity());
            relation(table).ifPresent(identity -> pairs.put(identity, table));
        }
        pairs.forEach((identity, table) -> {
            FoundTable found = FoundTable.of(catalog, identity);
            columns.compare(table, found);
            if (!table.model().view()) {
                indexes.compare(table, found);
                foreignKeys.compare(table, found, pairs::containsKey);
            }
        });
        catalog.of(ObjectKind.TABLE).stream()
                .filter(table -> !known.contains(table.identity()) && !ignored.contains(table.identity()))
                .filter(this::isPrismas)
                .forEach(this::unknown);
        return new PrismaResult(declared.size(), differences.all(), notes(declared));
    }

    /** What a model or view stands for in the database; what is absent or something else is told. */
    private Optional<Identity> relation(DeclaredTable table) {
        boolean view = table.model().view();
        List<ObjectKind> kinds =
                view ? List.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW) : List.of(ObjectKind.TABLE);
        for (ObjectKind kind : kinds) {
            Identity identity = Identity.of(kind, table.schema(), table.name());
            if (catalog.find(identity).isPresent()) {
                return Optional.of(identity);
            }
        }
        String word = view ? "view" : "table";
        Optional<String> other = List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW).stream()
                .filter(kind -> catalog.find(Identity.of(kind, table.schema(), table.name()))
                        .isPresent())
                .map(ObjectKind::word)
                .findFirst();
        differences.add(
                PrismaDifference.Kind.STRUCTURE,
                word + " " + table.schema() + "." + table.name(),
                word,
                other.orElse("absent"),
                table.where(),
                other.map(kind -> "the " + word + " of " + table.model().name() + " is a " + kind + " in the database")
                        .orElse("the " + (view ? "view " : "model ")
                                + table.model().name() + " wants a " + word + " " + table.name()
                                + ", which the database does not have"),
                other.isPresent()
                        ? "declare it as what it is"
                        : "make it in a migration; or take it out of the Prisma schema, or say its name with @@map");
        return Optional.empty();
    }

    /** Whether Prisma would have a model for it. */
    private boolean isPrismas(CatalogObject table) {
        Identity identity = table.identity();
        return schema.schemas().contains(identity.schema())
                && !identity.name().equals(OWN_TABLE)
                && !passedOver.contains(identity)
                && table.text(Attribute.PARTITION_BOUND).isEmpty()
                && !table.text(Attribute.RELATION_KIND).orElse("").equals("f");
    }

    private void unknown(CatalogObject table) {
        Identity identity = table.identity();
        differences.unknown(
                identity.toString(),
                "a table with "
                        + counted(catalog.of(ObjectKind.COLUMN, identity).size(), "column"),
                Place.of(schema.name()),
                "the Prisma schema has no model for the table " + identity.schema() + "." + identity.name(),
                "add the model, as prisma db pull would; or drop the table in a migration: DROP TABLE "
                        + Identifier.quoted(identity.schema()) + "." + Identifier.quoted(identity.name()));
    }

    private static String counted(int count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private List<String> notes(List<DeclaredTable> declared) {
        var notes = new ArrayList<String>();
        long views = declared.stream().filter(table -> table.model().view()).count();
        NotCovered.in(catalog, schema.schemas(), (int) views).ifPresent(notes::add);
        if (foreignKeys.updatesLeftOpen() > 0) {
            notes.add("left open by the Prisma schema: the ON UPDATE of "
                    + counted(foreignKeys.updatesLeftOpen(), "foreign key")
                    + ", NO ACTION in the database and Cascade where prisma migrate would make them");
        }
        long partial = declared.stream()
                .flatMap(table -> table.indexes().stream())
                .filter(DeclaredIndex::partial)
                .count();
        if (partial > 0) {
            notes.add("not compared: the conditions of partial indexes, of which the Prisma schema has " + partial);
        }
        if (!schema.types().isEmpty()) {
            notes.add("composite types are MongoDB's: " + schema.types().get(0).name() + " is passed over");
        }
        return notes;
    }
}
