package dev.migrate.prisma;

import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The foreign keys of one table against the relations of its model. */
final class ForeignKeyComparison {
    private static final String NO_ACTION = "NO ACTION";

    private final Differences differences;
    private int updatesLeftOpen;

    ForeignKeyComparison(Differences differences) {
        this.differences = differences;
    }

    /** How many keys are ON UPDATE NO ACTION where the schema says nothing of it. */
    int updatesLeftOpen() {
        return updatesLeftOpen;
    }

    /**
     * Compares.
     *
     * @param known tables that the Prisma schema has and the database too
     */
    void compare(DeclaredTable declared, FoundTable found, Predicate<Identity> known) {
        var wanted = new ArrayList<>(declared.foreignKeys());
        wanted.removeIf(wish -> !found.has(wish.key().names()) || !known.test(target(wish.key())));
        var there = new ArrayList<>(found.foreignKeys());
        pair(
                declared,
                wanted,
                there,
                (wish, key) -> wish.sameReference(key) && wish.name().equals(key.name()));
        pair(declared, wanted, there, ForeignKey::sameReference);
        pair(declared, wanted, there, (wish, key) -> wish.names().equals(key.names()));
        wanted.forEach(wish -> missing(declared, wish));
        there.stream()
                .filter(key -> known.test(target(key)))
                .filter(key -> key.names().stream()
                        .allMatch(name -> declared.column(name).isPresent()))
                .forEach(key -> unknown(declared, key));
    }

    private static Identity target(ForeignKey key) {
        return Identity.of(ObjectKind.TABLE, key.schema(), key.table());
    }

    private void pair(
            DeclaredTable declared,
            List<DeclaredForeignKey> wanted,
            List<ForeignKey> there,
            BiPredicate<ForeignKey, ForeignKey> fits) {
        for (DeclaredForeignKey wish : List.copyOf(wanted)) {
            Optional<ForeignKey> partner =
                    there.stream().filter(key -> fits.test(wish.key(), key)).findFirst();
            if (partner.isPresent()) {
                wanted.remove(wish);
                there.remove(partner.get());
                compare(declared, wish, partner.get());
            }
        }
    }

    private void compare(DeclaredTable declared, DeclaredForeignKey wish, ForeignKey found) {
        ForeignKey key = wish.key();
        if (!key.sameReference(found)) {
            differences.add(
                    PrismaDifference.Kind.STRUCTURE,
                    object(declared, found),
                    key.toString(),
                    found.toString(),
                    wish.where(),
                    "the relation of the model " + declared.model().name() + " is a " + key
                            + ", in the database it is a " + found,
                    "change the relation; or write a migration that makes the key anew");
            return;
        }
        boolean leftOpen = !wish.updateWritten() && found.onUpdate().equals(NO_ACTION);
        boolean sameUpdate = leftOpen || key.onUpdate().equals(found.onUpdate());
        if (leftOpen) {
            updatesLeftOpen++;
        }
        if (!key.onDelete().equals(found.onDelete()) || !sameUpdate) {
            actions(declared, wish, found, leftOpen);
        } else if (!key.name().equals(found.name())) {
            differences.add(
                    PrismaDifference.Kind.NAME,
                    object(declared, found),
                    key.name(),
                    found.name(),
                    wish.where(),
                    "the " + key + " is named " + found.name() + " in the database, and " + key.name()
                            + " by the model " + declared.model().name(),
                    "write map: \"" + found.name() + "\" in @relation; or rename it in a migration: ALTER TABLE "
                            + declared.quoted() + " RENAME CONSTRAINT " + Identifier.quoted(found.name()) + " TO "
                            + Identifier.quoted(key.name()));
        }
    }

    private void actions(DeclaredTable declared, DeclaredForeignKey wish, ForeignKey found, boolean leftOpen) {
        String expected = "ON DELETE " + wish.key().onDelete()
                + (leftOpen ? "" : " ON UPDATE " + wish.key().onUpdate());
        String actual = "ON DELETE " + found.onDelete() + (leftOpen ? "" : " ON UPDATE " + found.onUpdate());
        differences.add(
                PrismaDifference.Kind.STRUCTURE,
                object(declared, found),
                expected,
                actual,
                wish.where(),
                "the " + wish.key() + " is " + expected + " by the model "
                        + declared.model().name() + ", and " + actual + " in the database",
                "write onDelete: and onUpdate: in @relation as the database has them; or write a migration that makes the"
                        + " key anew");
    }

    private static String object(DeclaredTable declared, ForeignKey key) {
        return "constraint " + key.name() + " on " + declared.schema() + "." + declared.name();
    }

    private void missing(DeclaredTable declared, DeclaredForeignKey wish) {
        ForeignKey key = wish.key();
        differences.missing(
                object(declared, key),
                key.toString(),
                wish.where(),
                "the model " + declared.model().name() + " has a relation that needs a " + key
                        + ", which the table does not have",
                "make it in a migration; or take the relation out of the model");
    }

    private void unknown(DeclaredTable declared, ForeignKey key) {
        differences.unknown(
                object(declared, key),
                key.toString(),
                declared.where(),
                "the database has a " + key + ", for which the model "
                        + declared.model().name() + " has no relation",
                "add the relation to the model, as prisma db pull would; or drop " + key.name() + " in a migration");
    }
}
