package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What differs between two objects that are the same by name. */
final class ObjectComparison {
    /** Printed by the server, in words that change from one major version to the next. */
    private static final Set<Attribute> PRINTED = EnumSet.of(
            Attribute.DEFINITION,
            Attribute.QUERY,
            Attribute.DEFAULT,
            Attribute.GENERATED,
            Attribute.USING,
            Attribute.WITH_CHECK,
            Attribute.PARTITION_KEY,
            Attribute.PARTITION_BOUND,
            Attribute.ROW_FILTER,
            Attribute.PARAMETERS);

    /** What the older of two servers may not know. */
    private static final Set<Attribute> NEW = EnumSet.of(
            Attribute.NOT_NULL_COMMENT,
            Attribute.NOT_NULL_CONSTRAINT,
            Attribute.NOT_NULL_INHERITED,
            Attribute.NOT_NULL_NO_INHERIT,
            Attribute.NOT_NULL_NOT_VALID,
            Attribute.ENFORCED,
            Attribute.GENERATED_COLUMNS,
            Attribute.ORIGIN,
            Attribute.PASSWORD_REQUIRED,
            Attribute.RUN_AS_OWNER,
            Attribute.FAILOVER,
            Attribute.STREAMING,
            Attribute.RULES);

    private static final List<String> SEQUENCE_PARTS =
            List.of("type", "start", "increment", "minimum", "maximum", "cache", "cycle", "persistence");

    private static final Pattern NEXTVAL = Pattern.compile("nextval\\('((?:[^']|'')*)'::regclass\\)");

    private static final String MAINTAIN = "MAINTAIN ";

    private final Catalog expected;
    private final Catalog actual;
    private final boolean sameMajor;
    private final Map<Identity, Identity> names;
    private final Map<RelationName, RelationName> relations = new HashMap<>();

    /**
     * Compares objects of two Catalogs.
     *
     * @param names what the expected Catalog calls what the actual one calls otherwise
     */
    ObjectComparison(Catalog expected, Catalog actual, Map<Identity, Identity> names) {
        this.expected = expected;
        this.actual = actual;
        this.sameMajor = expected.majorVersion() == actual.majorVersion();
        this.names = names;
        names.forEach((is, should) -> relations.put(
                new RelationName(is.schema(), is.name()), new RelationName(should.schema(), should.name())));
    }

    void compare(Pairing.Pair pair, Consumer<Difference> differences) {
        CatalogObject should = pair.expected();
        CatalogObject is = pair.actual();
        if (pair.renamed()) {
            Identity before = should.identity();
            if (before.kind() != ObjectKind.DEFAULT_PRIVILEGES && before.kind() != ObjectKind.USER_MAPPING) {
                differences.accept(difference(
                        should, Attribute.NAME, before.name(), is.identity().name()));
            }
        }
        if (should.equalTo(is)) {
            return;
        }
        for (Attribute attribute : should.attributes()) {
            if (compared(attribute, should, is)) {
                compare(attribute, should, is)
                        .map(difference ->
                                ofOthers(should, is) ? difference.in(DifferenceClass.ENVIRONMENT) : difference)
                        .ifPresent(differences);
            }
        }
    }

    /** Default privileges of a role that the reader of one of the two cannot act for. */
    private static boolean ofOthers(CatalogObject should, CatalogObject is) {
        return should.kind() == ObjectKind.DEFAULT_PRIVILEGES && !(should.is(Attribute.OWN) && is.is(Attribute.OWN));
    }

    private boolean compared(Attribute attribute, CatalogObject should, CatalogObject is) {
        if (!attribute.compared() || (!sameMajor && (NEW.contains(attribute) || otherMajor(attribute, should)))) {
            return false;
        }
        return switch (attribute) {
            case POSITION -> false; // told of the whole table
            case RELATION_KIND -> should.kind() != ObjectKind.COLUMN; // told of the table
            case PARSED_BODY -> same(should, is, Attribute.BODY);
            case GENERATION -> same(should, is, Attribute.GENERATED);
            case VALIDATED -> same(should, is, Attribute.ENFORCED); // what is not enforced is not valid either
            case IDENTITY_SEQUENCE, IDENTITY_SEQUENCE_COMMENT, IDENTITY_SEQUENCE_GRANTS ->
                should.value(Attribute.IDENTITY) != null && is.value(Attribute.IDENTITY) != null;
            case ENABLED ->
                !(should.is(Attribute.DERIVED) && is.is(Attribute.DERIVED))
                        || !same(should, Attribute.PARENT_ENABLED)
                        || !same(is, Attribute.PARENT_ENABLED);
            case COMMENT -> !(should.kind() == ObjectKind.TRIGGER && should.is(Attribute.DERIVED));
            case NOT_NULL_COMMENT, NOT_NULL_CONSTRAINT, NOT_NULL_INHERITED, NOT_NULL_NO_INHERIT, NOT_NULL_NOT_VALID ->
                same(should, is, Attribute.NOT_NULL);
            case INHERITED -> !Pairing.derived(should);
            case OPTIONS -> !hidden(should) && !hidden(is);
            default -> true;
        };
    }

    /** Options of a user mapping that the reader may not see. */
    private static boolean hidden(CatalogObject object) {
        return object.kind() == ObjectKind.USER_MAPPING
                && object.list(Attribute.OPTIONS).equals(List.of("?"));
    }

    private static boolean otherMajor(Attribute attribute, CatalogObject object) {
        boolean namesAlone = object.kind() == ObjectKind.CONSTRAINT
                && Set.of("p", "u", "f").contains(object.text(Attribute.TYPE).orElse(""));
        return (PRINTED.contains(attribute) && !namesAlone)
                || (attribute == Attribute.BODY && object.is(Attribute.PARSED_BODY));
    }

    private static boolean same(CatalogObject trigger, Attribute asOfParent) {
        return Objects.equals(trigger.value(Attribute.ENABLED), trigger.value(asOfParent));
    }

    private static boolean same(CatalogObject should, CatalogObject is, Attribute attribute) {
        return Objects.equals(should.value(attribute), is.value(attribute));
    }

    private Optional<Difference> compare(Attribute attribute, CatalogObject should, CatalogObject is) {
        if (attribute.list()) {
            return lists(attribute, should, is);
        }
        String before = should.text(attribute).orElse(null);
        String after = is.text(attribute).orElse(null);
        if (Objects.equals(before, after)
                || (before != null && after != null && equal(attribute, should, before, after))) {
            return Optional.empty();
        }
        return Optional.of(difference(should, attribute, before, after));
    }

    private boolean equal(Attribute attribute, CatalogObject object, String before, String after) {
        return switch (attribute) {
            case OWNER -> before.equals(expected.owner()) && after.equals(actual.owner());
            case REPLICA_IDENTITY_INDEX, CLUSTER_INDEX -> before.equals(nameOfIndex(object.identity(), after));
            case PARENT_INDEX -> RelationName.parse(before).equals(renamed(RelationName.parse(after)));
            case DEFAULT -> equal(sequences(before, name -> name), sequences(after, this::renamed));
            case DEFINITION -> equal(body(object, before), body(object, after));
            case QUERY, GENERATED, USING, WITH_CHECK, ROW_FILTER, PARAMETERS, PARTITION_KEY -> equal(before, after);
            case BODY -> object.is(Attribute.PARSED_BODY) && equal(before, after);
            case LC_COLLATE, LC_CTYPE -> LocaleName.same(before, after);
            default -> false;
        };
    }

    private static boolean equal(String before, String after) {
        return before.equals(after) || PrintedText.settled(before).equals(PrintedText.settled(after));
    }

    /** A definition without what other attributes tell. */
    static String body(CatalogObject object, String definition) {
        return switch (object.kind()) {
            case CONSTRAINT, DOMAIN_CONSTRAINT -> PrintedText.withoutState(definition);
            case INDEX -> PrintedText.ofIndex(definition);
            case STATISTICS -> PrintedText.ofStatistics(definition);
            default -> definition;
        };
    }

    /** Constraints have the name of their index. */
    private String nameOfIndex(Identity table, String name) {
        for (ObjectKind kind : List.of(ObjectKind.INDEX, ObjectKind.CONSTRAINT)) {
            Identity should = names.get(new Identity(kind, table.schema(), table.name(), name, ""));
            if (should != null) {
                return should.name();
            }
        }
        return name;
    }

    private RelationName renamed(RelationName name) {
        return relations.getOrDefault(name, name);
    }

    private static String sequences(String text, UnaryOperator<RelationName> renamed) {
        return NEXTVAL.matcher(text).replaceAll(found -> {
            RelationName name = RelationName.parse(found.group(1).replace("''", "'"));
            return Matcher.quoteReplacement("nextval(" + renamed.apply(name) + ")");
        });
    }

    private Optional<Difference> lists(Attribute attribute, CatalogObject should, CatalogObject is) {
        List<String> before = elements(attribute, should, is);
        List<String> after = elements(attribute, is, should);
        if (before.equals(after)) {
            return Optional.empty();
        }
        var lacking = new ArrayList<>(before);
        lacking.removeAll(after);
        var added = new ArrayList<>(after);
        added.removeAll(before);
        boolean whole = switch (attribute) {
            case LABELS, PARENTS, COLUMNS, TRANSFORMS -> true; // their order counts
            default -> lacking.isEmpty() && added.isEmpty();
        };
        return Optional.of(
                difference(should, attribute, joined(whole ? before : lacking), joined(whole ? after : added)));
    }

    private List<String> elements(Attribute attribute, CatalogObject object, CatalogObject other) {
        List<String> all = object.list(attribute);
        return switch (attribute) {
            case IDENTITY_SEQUENCE -> sequence(object, other);
            case GRANTS, IDENTITY_SEQUENCE_GRANTS, MEMBER_GRANTS ->
                sameMajor
                        ? all
                        : all.stream()
                                .filter(grant -> !grant.contains(MAINTAIN))
                                .toList();
            default -> all;
        };
    }

    /** A change of the column's type is one of its sequence's as well, which need not be told. */
    private static List<String> sequence(CatalogObject column, CatalogObject other) {
        List<String> values = column.list(Attribute.IDENTITY_SEQUENCE);
        boolean typeDiffers = !same(column, other, Attribute.TYPE);
        var parts = new ArrayList<String>();
        for (int i = 0; i < values.size(); i++) {
            if (!typeDiffers || (i != 0 && i != 3 && i != 4)) {
                parts.add(SEQUENCE_PARTS.get(i) + " " + values.get(i));
            }
        }
        return parts;
    }

    private static String joined(List<String> elements) {
        return elements.isEmpty() ? null : String.join(", ", elements);
    }

    private static Difference difference(CatalogObject object, Attribute attribute, String before, String after) {
        return new Difference(
                object.identity(),
                Optional.of(attribute),
                Objects.requireNonNullElse(before, Difference.ABSENT),
                Objects.requireNonNullElse(after, Difference.ABSENT),
                attribute.differenceClass(object.kind()));
    }
}
