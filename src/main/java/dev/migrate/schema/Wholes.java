package dev.migrate.schema;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which object another one is written with, and which part of it a difference or a statement is about. */
final class Wholes {
    private static final List<ObjectKind> WITH_COLUMNS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.COMPOSITE_TYPE);

    static final Pattern ROW_SECURITY = Pattern.compile("\\brow\\s+level\\s+security\\b", Pattern.CASE_INSENSITIVE);
    static final Pattern FOREIGN_KEY = Pattern.compile("\\bforeign\\s+key\\b", Pattern.CASE_INSENSITIVE);
    static final Pattern OWNER = Pattern.compile("\\bowner\\s+to\\b", Pattern.CASE_INSENSITIVE);

    private final List<Catalog> catalogs;

    /** The first of the catalogs that knows an object says what it is part of. */
    Wholes(Catalog... catalogs) {
        this.catalogs = List.of(catalogs);
    }

    /** The object that people see it as a part of, and that is written with it. */
    Identity of(Identity object) {
        return switch (object.kind()) {
            case COLUMN, CONSTRAINT -> relation(object);
            case DOMAIN_CONSTRAINT -> object.owner(ObjectKind.DOMAIN);
            case PUBLICATION_TABLE -> Identity.of(ObjectKind.PUBLICATION, object.name());
            case SEQUENCE -> owner(object);
            default -> object;
        };
    }

    /** The table of an index, a policy, a trigger, a rule; else the whole of it. */
    Identity table(Identity object) {
        return switch (object.kind()) {
            case INDEX, POLICY, TRIGGER, RULE -> relation(object);
            default -> of(object);
        };
    }

    private Identity relation(Identity part) {
        for (ObjectKind kind : WITH_COLUMNS) {
            Identity relation = part.owner(kind);
            if (find(relation).isPresent()) {
                return relation;
            }
        }
        return part.owner(ObjectKind.TABLE);
    }

    private Identity owner(Identity sequence) {
        Optional<String> column = find(sequence).flatMap(found -> found.text(Attribute.OWNED_BY));
        if (column.isEmpty()) {
            return sequence;
        }
        List<String> names = ObjectNames.parts(column.get());
        Identity table = Identity.of(ObjectKind.TABLE, names.get(0), names.get(1));
        return find(table).isPresent() ? table : sequence;
    }

    Optional<CatalogObject> find(Identity identity) {
        return catalogs.stream()
                .flatMap(catalog -> catalog.find(identity).stream())
                .findFirst();
    }

    boolean isForeignKey(Identity object) {
        return object.kind() == ObjectKind.CONSTRAINT
                && find(object)
                        .flatMap(found -> found.text(Attribute.DEFINITION))
                        .filter(text -> text.startsWith("FOREIGN KEY"))
                        .isPresent();
    }

    /** What a difference is about. */
    Facet of(Difference difference) {
        Identity object = difference.object();
        Identity whole = of(object);
        if (isForeignKey(object)
                && difference.attribute().filter(Wholes::isComment).isEmpty()) {
            return new Facet(whole, Facet.Part.FOREIGN_KEY, object);
        }
        if (difference.attribute().isEmpty()) {
            return Facet.of(whole, Facet.Part.DEFINITION);
        }
        return switch (difference.attribute().get()) {
            case COMMENT, NOT_NULL_COMMENT -> new Facet(whole, Facet.Part.COMMENT, object);
            case ROW_SECURITY, FORCE_ROW_SECURITY -> Facet.of(whole, Facet.Part.ROW_SECURITY);
            case OWNER -> Facet.of(whole, Facet.Part.OWNER);
            case GRANTS -> Facet.of(whole, Facet.Part.GRANTS);
            default -> Facet.of(whole, Facet.Part.DEFINITION);
        };
    }

    private static boolean isComment(Attribute attribute) {
        return attribute == Attribute.COMMENT;
    }

    /** What a statement of the writer's is about: its first words are known. */
    Facet of(DdlStatement statement) {
        Identity whole = of(statement.object());
        String words = statement.sql().toLowerCase(Locale.ROOT);
        if (words.startsWith("comment on")) {
            return new Facet(whole, Facet.Part.COMMENT, statement.object());
        }
        if (words.startsWith("grant ") || words.startsWith("revoke ")) {
            return Facet.of(whole, Facet.Part.GRANTS);
        }
        if (isForeignKey(statement.object())) {
            return new Facet(whole, Facet.Part.FOREIGN_KEY, statement.object());
        }
        if (!words.startsWith("alter")) {
            return Facet.of(whole, Facet.Part.DEFINITION);
        }
        if (ROW_SECURITY.matcher(words).find()) {
            return Facet.of(whole, Facet.Part.ROW_SECURITY);
        }
        return Facet.of(whole, OWNER.matcher(words).find() ? Facet.Part.OWNER : Facet.Part.DEFINITION);
    }
}
