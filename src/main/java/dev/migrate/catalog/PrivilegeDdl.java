package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes owners, grants and default privileges.
 *
 * <p>Grants are the same whether or not the database that they are loaded into has the default privileges already: what
 * those would add and the object does not have is revoked, what they would take away is granted.
 */
final class PrivilegeDdl {
    private static final String PUBLIC = "PUBLIC";
    private static final String OWNER_WORD = "<owner>";
    private static final List<String> ORDER = List.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "TRUNCATE",
            "REFERENCES",
            "TRIGGER",
            "MAINTAIN",
            "USAGE",
            "CREATE",
            "EXECUTE");

    private static final Pattern COLUMN_OF =
            Pattern.compile("column (.*) of (?:table|view|materialized view|foreign table) (.*)");

    private final DdlSource source;
    private final List<DdlPiece> pieces;
    private final Map<String, List<Grant>> defaults = new HashMap<>();

    PrivilegeDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        if (source.options().owners()) {
            source.catalog().objects().values().forEach(this::owner);
        }
        if (source.options().grants()) {
            for (CatalogObject object : source.catalog().of(ObjectKind.DEFAULT_PRIVILEGES)) {
                Identity identity = object.identity();
                defaults.put(
                        identity.name() + " " + identity.arguments() + " " + identity.schema(),
                        object.list(GRANTS).stream().map(Grant::parse).toList());
                defaultPrivileges(object);
            }
            source.catalog().objects().values().forEach(this::grants);
        }
    }

    /** Of a sequence that belongs to a column, the owner is that of the table. */
    private void owner(CatalogObject object) {
        boolean fixed = object.kind() == ObjectKind.EXTENSION
                || object.text(OWNED_BY).isPresent()
                || (object.kind() == ObjectKind.OPERATOR
                        && object.text(FUNCTION).isEmpty());
        object.text(OWNER)
                .filter(owner -> !fixed && !(publicSchema(object) && owner.equals("pg_database_owner")))
                .ifPresent(owner -> new PieceBuilder(source, DdlPhase.OWNERS, object.identity(), 0, pieces)
                        .needs(object.identity())
                        .add("alter " + DdlTarget.of(object) + " owner to " + owner)
                        .done());
    }

    private static boolean publicSchema(CatalogObject object) {
        return object.kind() == ObjectKind.SCHEMA && object.identity().name().equals("public");
    }

    private static String type(CatalogObject object) {
        return switch (object.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW -> "tables";
            case SEQUENCE -> "sequences";
            case FUNCTION, PROCEDURE, AGGREGATE -> "routines";
            case ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE -> "types";
            case SCHEMA -> "schemas";
            default -> "";
        };
    }

    /** What a new object of this kind grants to everybody; for schema public, which is there, what that grants. */
    private static Set<Grant> usual(CatalogObject object) {
        String privilege = switch (type(object)) {
            case "routines" -> "EXECUTE";
            case "types" -> "USAGE";
            default -> publicSchema(object) || object.kind() == ObjectKind.LANGUAGE ? "USAGE" : "";
        };
        return privilege.isEmpty() ? Set.of() : Set.of(new Grant(privilege, PUBLIC, false, true));
    }

    private void grants(CatalogObject object) {
        switch (object.kind()) {
            case DEFAULT_PRIVILEGES -> {
                return;
            }
            case EXTENSION -> members(object);
            case COLUMN -> {
                if (object.text(IDENTITY_SEQUENCE_NAME).isPresent()) {
                    identitySequence(object);
                }
            }
            default -> {}
        }
        List<Grant> all = object.list(GRANTS).stream().map(Grant::parse).toList();
        Set<Grant> usual = usual(object);
        var wanted = all.stream().filter(Grant::held).collect(Collectors.toCollection(LinkedHashSet::new));
        if (!publicSchema(object)) {
            usual.stream()
                    .filter(grant -> all.stream().noneMatch(other -> !other.held() && same(grant, other)))
                    .forEach(wanted::add);
        }
        var revoked = new LinkedHashSet<Grant>();
        all.stream().filter(grant -> !grant.held()).forEach(revoked::add);
        usual.stream().filter(grant -> missing(grant, wanted)).forEach(revoked::add);
        var granted = new LinkedHashSet<>(wanted);
        granted.removeAll(usual);
        for (Grant grant : ofNew(object)) {
            if (grant.held() && missing(grant, wanted)) {
                revoked.add(grant);
            } else if (!grant.held() && !missing(grant, wanted)) {
                granted.add(new Grant(grant.privilege(), grant.grantee(), false, true));
            }
        }
        if (!revoked.isEmpty() || !granted.isEmpty()) {
            var piece =
                    new PieceBuilder(source, DdlPhase.GRANTS, object.identity(), 0, pieces).needs(object.identity());
            statements(piece, object, DdlTarget.ofGrant(object), revoked, granted);
            piece.done();
        }
    }

    private void statements(
            PieceBuilder piece, CatalogObject object, String target, Set<Grant> revoked, Set<Grant> granted) {
        String owner = source.options().owners() ? object.text(OWNER).orElse("current_user") : "current_user";
        lines(object, revoked, owner)
                .forEach(line ->
                        piece.add("revoke " + line.privileges() + " on " + target + " from " + line.grantees()));
        lines(object, granted, owner)
                .forEach(line -> piece.add("grant " + line.privileges() + " on " + target + " to " + line.grantees()
                        + (line.grantable() ? " with grant option" : "")));
    }

    /** On the sequence of an identity column. */
    private void identitySequence(CatalogObject column) {
        Map<Boolean, Set<Grant>> all = column.list(IDENTITY_SEQUENCE_GRANTS).stream()
                .map(Grant::parse)
                .collect(Collectors.partitioningBy(Grant::held, Collectors.toCollection(LinkedHashSet::new)));
        var wanted = all.get(true);
        var revoked = all.get(false);
        Identity table = column.identity().owner(ObjectKind.TABLE);
        String owner =
                source.catalog().find(table).flatMap(found -> found.text(OWNER)).orElse("");
        ofNew(owner, "sequences", table.schema()).stream()
                .filter(grant -> grant.held() && missing(grant, wanted))
                .forEach(revoked::add);
        if (!wanted.isEmpty() || !revoked.isEmpty()) {
            var piece = new PieceBuilder(source, DdlPhase.GRANTS, column.identity(), 1, pieces).needs(table);
            String name = column.text(IDENTITY_SEQUENCE_NAME).orElseThrow();
            statements(piece, column, "sequence " + name, revoked, wanted);
            piece.done();
        }
    }

    /** What was changed of the privileges of an extension's objects: {@code SELECT to anon on table x.y}. */
    private void members(CatalogObject extension) {
        var piece =
                new PieceBuilder(source, DdlPhase.GRANTS, extension.identity(), 0, pieces).needs(extension.identity());
        for (String change : extension.list(MEMBER_GRANTS)) {
            int on = change.indexOf(" on ");
            Grant grant = Grant.parse(change.substring(0, on));
            String privilege = grant.privilege().toLowerCase(Locale.ROOT);
            String object = change.substring(on + " on ".length())
                    .replaceFirst("^(view|materialized view|foreign table) ", "table ")
                    .replaceFirst("^foreign-data wrapper ", "foreign data wrapper ");
            Matcher column = COLUMN_OF.matcher(object);
            if (column.matches()) {
                privilege += " (" + QuotedName.of(column.group(1)) + ")";
                object = "table " + column.group(2);
            }
            String grantee = grant.grantee()
                    .replaceFirst("^PUBLIC$", "public")
                    .replaceFirst("^<owner>$", extension.text(OWNER).orElse("current_user"));
            piece.add(
                    grant.held()
                            ? "grant " + privilege + " on " + object + " to " + grantee
                                    + (grant.grantable() ? " with grant option" : "")
                            : "revoke " + privilege + " on " + object + " from " + grantee);
        }
        piece.done();
    }

    private static boolean missing(Grant grant, Set<Grant> all) {
        return all.stream().noneMatch(other -> same(grant, other));
    }

    private static boolean same(Grant grant, Grant other) {
        return grant.privilege().equals(other.privilege()) && grant.grantee().equals(other.grantee());
    }

    /** What the default privileges of its owner do to a new object; they do not know columns. */
    private List<Grant> ofNew(CatalogObject object) {
        return publicSchema(object)
                ? List.of()
                : ofNew(
                        object.text(OWNER).orElse(""),
                        type(object),
                        object.identity().schema());
    }

    private List<Grant> ofNew(String owner, String type, String schema) {
        var all = new ArrayList<>(defaults.getOrDefault(owner + " " + type + " ", List.of()));
        if (!schema.isEmpty()) {
            all.addAll(defaults.getOrDefault(owner + " " + type + " " + schema, List.of()));
        }
        all.removeIf(grant -> grant.grantee().equals(OWNER_WORD));
        return all;
    }

    private record Line(String privileges, String grantees, boolean grantable) {}

    /** Those to whom the same is granted in one statement. */
    private List<Line> lines(CatalogObject object, Set<Grant> grants, String owner) {
        var ofGrantee = new TreeMap<String, Set<String>>();
        for (Grant grant : grants) {
            String grantee = switch (grant.grantee()) {
                case PUBLIC -> "public";
                case OWNER_WORD -> owner;
                default -> grant.grantee();
            };
            ofGrantee
                    .computeIfAbsent((grant.grantable() ? "1" : "0") + grantee, key -> new LinkedHashSet<>())
                    .add(grant.privilege());
        }
        var granteesOf = new TreeMap<String, List<String>>();
        ofGrantee.forEach((grantee, privileges) -> granteesOf
                .computeIfAbsent(grantee.charAt(0) + privileges(object, privileges), key -> new ArrayList<>())
                .add(grantee.substring(1)));
        return granteesOf.entrySet().stream()
                .map(entry -> new Line(
                        entry.getKey().substring(1),
                        String.join(", ", entry.getValue()),
                        entry.getKey().charAt(0) == '1'))
                .toList();
    }

    private String privileges(CatalogObject object, Set<String> privileges) {
        boolean sequence = object.kind() == ObjectKind.COLUMN && privileges.contains("USAGE");
        String type = object.kind() == ObjectKind.DEFAULT_PRIVILEGES
                ? object.identity().arguments()
                : type(object);
        int most = switch (type) {
            case "tables" -> source.catalog().majorVersion() >= 17 ? 8 : 7;
            case "sequences" -> 3;
            case "schemas" -> 2;
            default -> Integer.MAX_VALUE;
        };
        if (privileges.size() == most) {
            return "all";
        }
        String column = object.kind() == ObjectKind.COLUMN && !sequence
                ? " (" + QuotedName.of(object.identity().name()) + ")"
                : "";
        return privileges.stream()
                .sorted(java.util.Comparator.comparingInt(ORDER::indexOf))
                .map(privilege -> privilege.toLowerCase(Locale.ROOT) + column)
                .collect(Collectors.joining(", "));
    }

    /** Those of roles that this user is no member of cannot be changed by it. */
    private void defaultPrivileges(CatalogObject object) {
        if (!object.is(OWN)) {
            return;
        }
        Identity identity = object.identity();
        String head = "alter default privileges for role " + identity.name()
                + (identity.schema().isEmpty() ? "" : " in schema " + QuotedName.of(identity.schema()));
        var granted = new LinkedHashSet<Grant>();
        var revoked = new LinkedHashSet<Grant>();
        object.list(GRANTS).stream().map(Grant::parse).forEach(grant -> (grant.held() ? granted : revoked).add(grant));
        var piece = new PieceBuilder(source, DdlPhase.DEFAULT_PRIVILEGES, object, pieces);
        lines(object, revoked, identity.name())
                .forEach(line -> piece.add(head + "\n    revoke " + line.privileges() + " on " + identity.arguments()
                        + " from " + line.grantees()));
        lines(object, granted, identity.name())
                .forEach(line -> piece.add(head + "\n    grant " + line.privileges() + " on " + identity.arguments()
                        + " to " + line.grantees() + (line.grantable() ? " with grant option" : "")));
        piece.done();
    }
}
