package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Statements that lead from one list of privileges of an object to another one. */
final class PrivilegeDifference {
    private static final String WITH_OPTION = " with grant option";

    private final CatalogObject object;
    private final String target;
    private final String head;

    private PrivilegeDifference(CatalogObject object, String head, String target) {
        this.object = object;
        this.head = head;
        this.target = target;
    }

    /** Of an object that stays. */
    static List<String> of(CatalogObject is, CatalogObject should) {
        return new PrivilegeDifference(should, "", DdlTarget.ofGrant(should))
                .statements(is.list(Attribute.GRANTS), should.list(Attribute.GRANTS));
    }

    /** Of the sequence of an identity column. */
    static List<String> ofSequence(CatalogObject is, CatalogObject should) {
        String sequence = should.text(Attribute.IDENTITY_SEQUENCE_NAME).orElseThrow();
        return new PrivilegeDifference(should, "", "sequence " + sequence)
                .statements(
                        is.list(Attribute.IDENTITY_SEQUENCE_GRANTS), should.list(Attribute.IDENTITY_SEQUENCE_GRANTS));
    }

    /**
     * Of what new objects grant.
     *
     * @param owner whose statements need not name the role
     */
    static List<String> ofDefaults(CatalogObject either, List<String> is, List<String> should, String owner) {
        Identity identity = either.identity();
        String head = "alter default privileges"
                + (identity.name().equals(owner) ? "" : " for role " + identity.name())
                + (identity.schema().isEmpty() ? "" : " in schema " + QuotedName.of(identity.schema())) + " ";
        return new PrivilegeDifference(either, head, identity.arguments()).statements(is, should);
    }

    private List<String> statements(List<String> is, List<String> should) {
        var taken = new ArrayList<Grant>();
        is.stream().filter(grant -> !should.contains(grant)).map(Grant::parse).forEach(taken::add);
        var given = new ArrayList<Grant>();
        should.stream().filter(grant -> !is.contains(grant)).map(Grant::parse).forEach(given::add);
        var statements = new ArrayList<String>();
        for (Grant grant : taken) {
            statements.add(grant.held() ? revoke(grant) : grant(grant));
        }
        for (Grant grant : given) {
            statements.add(grant.held() ? grant(grant) : revoke(grant));
        }
        return statements;
    }

    private String grant(Grant grant) {
        return head + "grant " + privilege(grant) + " on " + target + " to " + grantee(grant)
                + (grant.grantable() ? WITH_OPTION : "");
    }

    private String revoke(Grant grant) {
        return head + "revoke " + privilege(grant) + " on " + target + " from " + grantee(grant);
    }

    private String privilege(Grant grant) {
        String word = grant.privilege().toLowerCase(Locale.ROOT);
        boolean ofColumn = object.kind() == ObjectKind.COLUMN && !target.startsWith("sequence ");
        return ofColumn ? word + " (" + QuotedName.of(object.identity().name()) + ")" : word;
    }

    private String grantee(Grant grant) {
        return switch (grant.grantee()) {
            case "PUBLIC" -> "public";
            case "<owner>" -> object.text(Attribute.OWNER).orElse("current_user");
            default -> grant.grantee();
        };
    }
}
