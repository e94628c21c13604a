package dev.migrate.catalog;

/** The statement that drops an object: without {@code CASCADE}, so that nothing goes that nobody named. */
final class DropDdl {
    private DropDdl() {}

    static String of(CatalogObject object, Catalog catalog) {
        Identity identity = object.identity();
        String own = QuotedName.of(identity.name());
        String relation = identity.relation().isEmpty() ? "" : QuotedName.ofRelation(identity);
        return switch (object.kind()) {
            case COLUMN ->
                catalog.objects().containsKey(identity.owner(ObjectKind.COMPOSITE_TYPE))
                        ? "alter type " + relation + " drop attribute " + own
                        : "alter " + table(identity, catalog) + relation + " drop column " + own;
            case CONSTRAINT -> "alter " + table(identity, catalog) + relation + " drop constraint " + own;
            case DOMAIN_CONSTRAINT -> "alter domain " + relation + " drop constraint " + own;
            case PUBLICATION_TABLE -> "alter publication " + own + " drop table only " + relation;
            case INDEX -> "drop index " + QuotedName.of(identity.schema(), identity.name());
            default -> "drop " + DdlTarget.of(object);
        };
    }

    private static String table(Identity part, Catalog catalog) {
        return catalog.find(part.owner(ObjectKind.TABLE))
                        .filter(DdlTarget::foreign)
                        .isPresent()
                ? "foreign table "
                : "table ";
    }
}
