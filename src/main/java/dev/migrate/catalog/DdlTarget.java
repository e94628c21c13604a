package dev.migrate.catalog;

/** How a statement that changes an object refers to it. */
final class DdlTarget {
    private DdlTarget() {}

    /** Behind {@code comment on} and {@code alter}: {@code table public.orders}, {@code trigger t on public.orders}. */
    static String of(CatalogObject object) {
        Identity identity = object.identity();
        String name = QuotedName.of(identity);
        String own = QuotedName.of(identity.name());
        return switch (object.kind()) {
            case COLUMN -> "column " + QuotedName.ofRelation(identity) + "." + own;
            case CONSTRAINT, RULE, TRIGGER, POLICY ->
                object.kind().word() + " " + own + " on " + QuotedName.ofRelation(identity);
            case DOMAIN_CONSTRAINT -> "constraint " + own + " on domain " + QuotedName.ofRelation(identity);
            case FUNCTION, PROCEDURE, AGGREGATE -> object.kind().word() + " " + routine(object);
            case OPERATOR ->
                "operator " + QuotedName.of(identity.schema()) + "." + identity.name() + " (" + identity.arguments()
                        + ")";
            case OPERATOR_CLASS, OPERATOR_FAMILY ->
                object.kind().word() + " " + name + " using " + QuotedName.of(identity.arguments());
            case CAST -> "cast (" + identity.name() + ")";
            case TRANSFORM -> "transform for " + identity.name();
            case USER_MAPPING ->
                "user mapping for " + role(identity.name()) + " server " + QuotedName.of(identity.relation());
            case TABLE -> (foreign(object) ? "foreign table " : "table ") + name;
            default -> object.kind().word() + " " + name;
        };
    }

    /** Behind {@code grant … on}. */
    static String ofGrant(CatalogObject object) {
        Identity identity = object.identity();
        return switch (object.kind()) {
            case COLUMN -> "table " + QuotedName.ofRelation(identity);
            case TABLE, VIEW, MATERIALIZED_VIEW -> "table " + QuotedName.of(identity);
            case AGGREGATE ->
                "function " + routine(object).replace(" order by ", ", ").replace("(*)", "()");
            case SERVER -> "foreign server " + QuotedName.of(identity);
            default -> of(object);
        };
    }

    static boolean foreign(CatalogObject table) {
        return table.text(Attribute.RELATION_KIND).filter("f"::equals).isPresent();
    }

    /** With names and modes, which tell procedures apart that take the same and give something else. */
    private static String routine(CatalogObject object) {
        String signature = PrintedSql.lower(
                object.text(Attribute.SIGNATURE).orElse(object.identity().arguments()));
        boolean none = signature.isEmpty() && object.kind() == ObjectKind.AGGREGATE;
        return QuotedName.of(object.identity()) + "(" + (none ? "*" : signature) + ")";
    }

    private static String role(String name) {
        return name.equals("public") ? name : QuotedName.of(name);
    }

    /** The table, view or type at which people would look for a part; the object itself where it stands alone. */
    static Identity whole(Catalog catalog, Identity identity) {
        if (identity.relation().isEmpty()) {
            return identity;
        }
        ObjectKind[] kinds = {
            ObjectKind.TABLE,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.DOMAIN,
            ObjectKind.COMPOSITE_TYPE
        };
        for (ObjectKind kind : kinds) {
            if (catalog.objects().containsKey(identity.owner(kind))) {
                return identity.owner(kind);
            }
        }
        return identity;
    }
}
