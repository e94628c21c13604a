package dev.migrate.prisma;

import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Identifier;
import dev.migrate.prisma.DeclaredIndex.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The keys and indexes of one table against those of its model. */
final class IndexComparison {
    private final ServerJudgement server;
    private final Differences differences;

    IndexComparison(ServerJudgement server, Differences differences) {
        this.server = server;
        this.differences = differences;
    }

    void compare(DeclaredTable declared, FoundTable found) {
        var wanted = new ArrayList<>(declared.indexes());
        wanted.removeIf(index -> !found.has(index.names())); // the column that is absent is the difference
        var there = new ArrayList<>(found.indexes());
        pair(wanted, there, (left, right) -> same(left, right) && left.name().equals(right.name()), declared);
        pair(wanted, there, this::same, declared);
        pair(wanted, there, (left, right) -> left.name().equals(right.name()), declared);
        pair(wanted, there, IndexComparison::alike, declared);
        wanted.forEach(index -> missing(declared, index, there));
        there.stream()
                .filter(index -> index.expressible() && covered(declared, index))
                .forEach(index -> unknown(declared, index));
    }

    private void pair(
            List<DeclaredIndex> wanted,
            List<FoundIndex> there,
            BiPredicate<DeclaredIndex, FoundIndex> fits,
            DeclaredTable declared) {
        for (DeclaredIndex index : List.copyOf(wanted)) {
            Optional<FoundIndex> partner =
                    there.stream().filter(other -> fits.test(index, other)).findFirst();
            if (partner.isPresent()) {
                wanted.remove(index);
                there.remove(partner.get());
                compare(declared, index, partner.get());
            }
        }
    }

    /** Same to Prisma, whatever the name. */
    private boolean same(DeclaredIndex index, FoundIndex found) {
        return found.valid() && sameKind(index.kind(), found) && sameParts(index, found);
    }

    private static boolean sameKind(Kind kind, FoundIndex found) {
        return switch (kind) {
            case PRIMARY_KEY -> found.primary();
            case UNIQUE -> found.unique() && !found.primary();
            case PRIMARY_KEY_OR_UNIQUE -> found.unique();
            case INDEX -> !found.unique();
        };
    }

    private boolean sameParts(DeclaredIndex index, FoundIndex found) {
        if (!index.names().equals(found.names())
                || index.partial() != found.partial()
                || !index.method().equals(found.method())) {
            return false;
        }
        for (int i = 0; i < index.columns().size(); i++) {
            IndexColumn left = index.columns().get(i);
            IndexColumn right = found.columns().get(i);
            // The order of a primary key says nothing to Prisma's introspection either
            boolean sameOrder = index.kind() == Kind.PRIMARY_KEY || left.descending() == right.descending();
            if (!sameOrder || !sameOperatorClass(index.method(), left, right)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameOperatorClass(String method, IndexColumn left, IndexColumn right) {
        if (left.operatorClass().equals(right.operatorClass())) {
            return true;
        }
        return right.operatorClass().isEmpty()
                && left.operatorClass()
                        .filter(word -> server.byDefault(method, word))
                        .isPresent();
    }

    /** Of the same columns, and meant for the same. */
    private static boolean alike(DeclaredIndex index, FoundIndex found) {
        return index.names().equals(found.names())
                && index.partial() == found.partial()
                && (index.kind() == Kind.PRIMARY_KEY) == found.primary();
    }

    private void compare(DeclaredTable declared, DeclaredIndex index, FoundIndex found) {
        String object = object(declared, found.primary() ? ObjectKind.CONSTRAINT : ObjectKind.INDEX, found.name());
        if (!same(index, found)) {
            differences.add(
                    PrismaDifference.Kind.STRUCTURE,
                    object,
                    index.toString(),
                    found.toString(),
                    index.where(),
                    "the model " + declared.model().name() + " has a" + article(index) + ", the database a"
                            + article(found.toString()),
                    found.valid()
                            ? "change it in the model; or drop the one in the database in a migration, and make: "
                                    + index.sql(declared.quoted())
                            : "build it again: REINDEX INDEX CONCURRENTLY "
                                    + QualifiedName.of(declared.schema(), found.name()));
        } else if (!index.name().equals(found.name()) && index.kind() != Kind.PRIMARY_KEY_OR_UNIQUE) {
            differences.add(
                    PrismaDifference.Kind.NAME,
                    object,
                    index.name(),
                    found.name(),
                    index.where(),
                    "the " + index + " is named " + found.name() + " in the database, and " + index.name()
                            + " by the model " + declared.model().name(),
                    "write map: \"" + found.name() + "\" in the model; or rename it in a migration: ALTER INDEX "
                            + QualifiedName.of(declared.schema(), found.name()) + " RENAME TO "
                            + Identifier.quoted(index.name()));
        }
    }

    private static String article(Object words) {
        String text = words.toString();
        return (text.startsWith("i") ? "n " : " ") + text;
    }

    private static String object(DeclaredTable declared, ObjectKind kind, String name) {
        return kind.word() + " " + name + " on " + declared.schema() + "." + declared.name();
    }

    private void missing(DeclaredTable declared, DeclaredIndex index, List<FoundIndex> there) {
        String partial = there.stream()
                .filter(other ->
                        other.partial() && !index.partial() && other.names().equals(index.names()))
                .findFirst()
                .map(other -> "; the partial index " + other.name() + " is not the same")
                .orElse("");
        differences.missing(
                object(
                        declared,
                        index.kind() == Kind.PRIMARY_KEY ? ObjectKind.CONSTRAINT : ObjectKind.INDEX,
                        index.name()),
                index.toString(),
                index.where(),
                "the model " + declared.model().name() + " has a" + article(index) + ", which the table does not have"
                        + partial,
                "make it in a migration: " + index.sql(declared.quoted()) + "; or take it out of the model");
    }

    /** Where a column is unknown to the model, that is the difference. */
    private static boolean covered(DeclaredTable declared, FoundIndex index) {
        return index.names().stream().allMatch(name -> declared.column(name).isPresent());
    }

    private void unknown(DeclaredTable declared, FoundIndex index) {
        differences.unknown(
                object(declared, index.primary() ? ObjectKind.CONSTRAINT : ObjectKind.INDEX, index.name()),
                index.toString(),
                declared.where(),
                "the database has a" + article(index) + ", which the model "
                        + declared.model().name() + " does not have",
                "add it to the model, as prisma db pull would; or drop " + index.name() + " in a migration");
    }
}
