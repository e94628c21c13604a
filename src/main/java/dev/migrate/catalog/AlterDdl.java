package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Statements that change one attribute of an object and leave all else of it as it is. */
final class AlterDdl {
    private static final Map<String, String> STATES =
            Map.of("O", "enable", "D", "disable", "R", "enable replica", "A", "enable always");

    /** Of a routine, what {@code CREATE OR REPLACE} cannot change. */
    private static final Set<Attribute> NOT_REPLACED = EnumSet.of(RESULT, PARAMETERS, WINDOW);

    private final String owner;

    /**
     * Speaks of a database.
     *
     * @param owner of most of it
     */
    AlterDdl(String owner) {
        this.owner = owner;
    }

    /** Whether making it anew in the place of the old one changes all of these. */
    static boolean replaces(
            CatalogObject is, CatalogObject should, Set<Attribute> attributes, Catalog from, Catalog to) {
        return switch (should.kind()) {
            case FUNCTION, PROCEDURE -> attributes.stream().noneMatch(NOT_REPLACED::contains);
            case VIEW -> attributes.contains(QUERY) && keepsColumns(is.identity(), should.identity(), from, to);
            default -> false;
        };
    }

    /** A view may get columns behind those that it has. */
    private static boolean keepsColumns(Identity is, Identity should, Catalog from, Catalog to) {
        List<String> old = columns(from, is);
        List<String> wanted = columns(to, should);
        return wanted.size() >= old.size() && wanted.subList(0, old.size()).equals(old);
    }

    private static List<String> columns(Catalog catalog, Identity view) {
        return TypeDdl.columns(catalog, view).stream()
                .map(column -> column.identity().name() + " " + column.text(TYPE) + " " + column.text(COLLATION))
                .toList();
    }

    /** Empty where no statement changes it in place. */
    Optional<List<String>> of(Attribute attribute, CatalogObject is, CatalogObject should) {
        return switch (attribute) {
            case COMMENT -> one("comment on " + DdlTarget.of(should) + " is " + literal(should.text(COMMENT)));
            case OWNER ->
                one("alter " + DdlTarget.of(should) + " owner to "
                        + should.text(OWNER).orElseThrow());
            case GRANTS ->
                Optional.of(
                        should.kind() == ObjectKind.DEFAULT_PRIVILEGES
                                ? PrivilegeDifference.ofDefaults(should, is.list(GRANTS), should.list(GRANTS), owner)
                                : PrivilegeDifference.of(is, should));
            case IDENTITY_SEQUENCE_GRANTS -> Optional.of(PrivilegeDifference.ofSequence(is, should));
            case DEPENDS_ON_EXTENSIONS -> Optional.of(extensions(is, should));
            default ->
                switch (should.kind()) {
                    case TABLE -> table(attribute, is, should);
                    case VIEW, MATERIALIZED_VIEW -> view(attribute, is, should);
                    case SEQUENCE -> sequence(attribute, should);
                    case INDEX -> index(attribute, is, should);
                    case CONSTRAINT -> constraint(attribute, should);
                    case TRIGGER, RULE -> enabled(attribute, should);
                    case EVENT_TRIGGER ->
                        attribute == ENABLED
                                ? one("alter event trigger " + QuotedName.of(should.identity()) + " " + state(should))
                                : Optional.empty();
                    case STATISTICS ->
                        attribute == STATISTICS_TARGET
                                ? one("alter statistics " + QuotedName.of(should.identity()) + " set statistics "
                                        + should.text(STATISTICS_TARGET).orElse("-1"))
                                : Optional.empty();
                    case DOMAIN -> domain(attribute, should);
                    case ENUM -> labels(attribute, is, should);
                    case EXTENSION ->
                        attribute == IN_SCHEMA
                                ? one("alter extension " + QuotedName.of(should.identity()) + " set schema "
                                        + QuotedName.of(should.text(IN_SCHEMA).orElseThrow()))
                                : Optional.empty();
                    default -> Optional.empty();
                };
        };
    }

    private static Optional<List<String>> one(String statement) {
        return Optional.of(List.of(statement));
    }

    private static String literal(Optional<String> text) {
        return text.map(Identifier::literal).orElse("null");
    }

    private static List<String> extensions(CatalogObject is, CatalogObject should) {
        var statements = new ArrayList<String>();
        for (String extension : is.list(DEPENDS_ON_EXTENSIONS)) {
            if (!should.list(DEPENDS_ON_EXTENSIONS).contains(extension)) {
                statements.add(
                        "alter " + DdlTarget.of(should) + " no depends on extension " + QuotedName.of(extension));
            }
        }
        for (String extension : should.list(DEPENDS_ON_EXTENSIONS)) {
            if (!is.list(DEPENDS_ON_EXTENSIONS).contains(extension)) {
                statements.add("alter " + DdlTarget.of(should) + " depends on extension " + QuotedName.of(extension));
            }
        }
        return statements;
    }

    /** {@code alter table t set (…)} and {@code reset (…)}. */
    static List<String> options(String alter, List<String> is, List<String> should, String prefix) {
        var names = should.stream().map(AlterDdl::optionName).toList();
        var reset = is.stream()
                .map(AlterDdl::optionName)
                .filter(name -> !names.contains(name))
                .map(name -> prefix + QuotedName.of(name))
                .toList();
        var set = should.stream()
                .filter(option -> !is.contains(option))
                .map(option -> prefix + option)
                .toList();
        var statements = new ArrayList<String>();
        if (!reset.isEmpty()) {
            statements.add(alter + " reset (" + String.join(", ", reset) + ")");
        }
        if (!set.isEmpty()) {
            statements.add(alter + " set (" + SearchDdl.parameters(set) + ")");
        }
        return statements;
    }

    private static String optionName(String option) {
        return option.substring(0, option.indexOf('='));
    }

    private static Optional<List<String>> table(Attribute attribute, CatalogObject is, CatalogObject should) {
        String name = QuotedName.of(should.identity());
        String alter = "alter " + DdlTarget.of(should) + " ";
        return switch (attribute) {
            case ROW_SECURITY -> one(alter + (should.is(ROW_SECURITY) ? "enable" : "disable") + " row level security");
            case FORCE_ROW_SECURITY ->
                one(alter + (should.is(FORCE_ROW_SECURITY) ? "" : "no ") + "force row level security");
            case PERSISTENCE ->
                one(alter + (should.text(PERSISTENCE).orElse("p").equals("u") ? "set unlogged" : "set logged"));
            case ACCESS_METHOD ->
                one(alter + "set access method "
                        + QuotedName.of(should.text(ACCESS_METHOD).orElse("heap")));
            case OPTIONS -> Optional.of(options(alter.strip(), is.list(OPTIONS), should.list(OPTIONS), ""));
            case TOAST_OPTIONS ->
                Optional.of(options(alter.strip(), is.list(TOAST_OPTIONS), should.list(TOAST_OPTIONS), "toast."));
            case REPLICA_IDENTITY, REPLICA_IDENTITY_INDEX ->
                one("alter table only " + name + " replica identity "
                        + switch (should.text(REPLICA_IDENTITY).orElse("d")) {
                            case "f" -> "full";
                            case "n" -> "nothing";
                            case "i" ->
                                "using index "
                                        + QuotedName.of(should.text(REPLICA_IDENTITY_INDEX)
                                                .orElseThrow());
                            default -> "default";
                        });
            case CLUSTER_INDEX ->
                one(should.text(CLUSTER_INDEX)
                        .map(index -> alter + "cluster on " + QuotedName.of(index))
                        .orElse(alter + "set without cluster"));
            case OF_TYPE ->
                one(should.text(OF_TYPE).map(type -> alter + "of " + type).orElse(alter + "not of"));
            case PARENTS, PARTITION_BOUND -> Optional.of(parents(is, should));
            default -> Optional.empty();
        };
    }

    private static List<String> parents(CatalogObject is, CatalogObject should) {
        String name = QuotedName.of(should.identity());
        var statements = new ArrayList<String>();
        boolean sameBound = is.text(PARTITION_BOUND).equals(should.text(PARTITION_BOUND));
        for (String parent : is.list(PARENTS)) {
            if (is.text(PARTITION_BOUND).isPresent()) {
                statements.add("alter table " + parent + " detach partition " + name);
            } else if (!should.list(PARENTS).contains(parent) || !sameBound) {
                statements.add("alter table " + name + " no inherit " + parent);
            }
        }
        for (String parent : should.list(PARENTS)) {
            if (should.text(PARTITION_BOUND).isPresent()) {
                statements.add("alter table " + parent + " attach partition " + name + " "
                        + PrintedSql.lower(should.text(PARTITION_BOUND).get()));
            } else if (!is.list(PARENTS).contains(parent) || !sameBound) {
                statements.add("alter table " + name + " inherit " + parent);
            }
        }
        return statements;
    }

    private static Optional<List<String>> view(Attribute attribute, CatalogObject is, CatalogObject should) {
        String alter = "alter " + DdlTarget.of(should);
        return switch (attribute) {
            case OPTIONS -> Optional.of(options(alter, is.list(OPTIONS), should.list(OPTIONS), ""));
            case TOAST_OPTIONS ->
                Optional.of(options(alter, is.list(TOAST_OPTIONS), should.list(TOAST_OPTIONS), "toast."));
            case CLUSTER_INDEX ->
                one(should.text(CLUSTER_INDEX)
                        .map(index -> alter + " cluster on " + QuotedName.of(index))
                        .orElse(alter + " set without cluster"));
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> sequence(Attribute attribute, CatalogObject should) {
        String alter = "alter sequence " + QuotedName.of(should.identity()) + " ";
        return switch (attribute) {
            case TYPE, START, INCREMENT, MINIMUM, MAXIMUM, CACHE, CYCLE ->
                one(alter + "as " + should.text(TYPE).orElse("bigint") + " "
                        + String.join(" ", SequenceDdl.all(SequenceDdl.values(should))));
            case OWNED_BY -> one(alter + "owned by " + should.text(OWNED_BY).orElse("none"));
            case PERSISTENCE ->
                one(alter + (should.text(PERSISTENCE).orElse("p").equals("u") ? "set unlogged" : "set logged"));
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> index(Attribute attribute, CatalogObject is, CatalogObject should) {
        String alter = "alter index " + QuotedName.of(should.identity());
        return switch (attribute) {
            case OPTIONS -> Optional.of(options(alter, is.list(OPTIONS), should.list(OPTIONS), ""));
            case STATISTICS_TARGETS -> {
                var statements = new ArrayList<String>();
                for (String target : is.list(STATISTICS_TARGETS)) {
                    statements.add(
                            alter + " alter column " + target.substring(0, target.indexOf(' ')) + " set statistics -1");
                }
                for (String target : should.list(STATISTICS_TARGETS)) {
                    statements.add(alter + " alter column " + target.replace(" ", " set statistics "));
                }
                yield Optional.of(statements);
            }
            default -> Optional.empty();
        };
    }

    /** An index that was moved to another tablespace stays: that is not part of the structure. */
    private static Optional<List<String>> constraint(Attribute attribute, CatalogObject should) {
        String name = QuotedName.of(should.identity().name());
        String alter = "alter table " + QuotedName.ofRelation(should.identity());
        boolean foreignKey = should.text(TYPE).filter("f"::equals).isPresent();
        return switch (attribute) {
            case VALIDATED -> should.is(VALIDATED) ? one(alter + " validate constraint " + name) : Optional.empty();
            case INDEX_COMMENT ->
                one("comment on index " + QuotedName.of(should.identity()) + " is "
                        + literal(should.text(INDEX_COMMENT)));
            case DEFERRABLE, DEFERRED ->
                foreignKey
                        ? one(alter + " alter constraint " + name
                                + (should.is(DEFERRABLE) ? " deferrable" : " not deferrable")
                                + (should.is(DEFERRED) ? " initially deferred" : ""))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> enabled(Attribute attribute, CatalogObject should) {
        Identity identity = should.identity();
        return attribute == ENABLED
                ? one("alter table " + QuotedName.ofRelation(identity) + " " + state(should) + " "
                        + should.kind().word() + " " + QuotedName.of(identity.name()))
                : Optional.empty();
    }

    private static String state(CatalogObject should) {
        return STATES.get(should.text(ENABLED).orElse("O"));
    }

    private static Optional<List<String>> domain(Attribute attribute, CatalogObject should) {
        String alter = "alter domain " + QuotedName.of(should.identity()) + " ";
        return switch (attribute) {
            case DEFAULT ->
                one(should.text(DEFAULT)
                        .map(value -> alter + "set default " + PrintedSql.lower(value))
                        .orElse(alter + "drop default"));
            case NOT_NULL -> one(alter + (should.is(NOT_NULL) ? "set not null" : "drop not null"));
            default -> Optional.empty();
        };
    }

    /** A value that has another name is renamed; one that is too much cannot be dropped. */
    private static Optional<List<String>> labels(Attribute attribute, CatalogObject is, CatalogObject should) {
        List<String> old = is.list(LABELS);
        List<String> wanted = should.list(LABELS);
        if (attribute != LABELS || old.size() != wanted.size()) {
            return Optional.empty();
        }
        var statements = new ArrayList<String>();
        for (int i = 0; i < old.size(); i++) {
            if (!old.get(i).equals(wanted.get(i))) {
                if (old.contains(wanted.get(i)) || wanted.contains(old.get(i))) {
                    return Optional.empty(); // another order: they would change their meaning
                }
                statements.add("alter type " + QuotedName.of(should.identity()) + " rename value "
                        + Identifier.literal(old.get(i)) + " to " + Identifier.literal(wanted.get(i)));
            }
        }
        return Optional.of(statements);
    }
}
