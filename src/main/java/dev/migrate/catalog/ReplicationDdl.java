package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes publications, subscriptions, and the settings of the database. */
final class ReplicationDdl {
    private final DdlSource source;
    private final List<DdlPiece> pieces;

    ReplicationDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.PUBLICATION).forEach(this::publication);
        source.catalog().of(ObjectKind.PUBLICATION_TABLE).forEach(this::table);
        source.catalog().of(ObjectKind.SUBSCRIPTION).forEach(this::subscription);
        source.catalog().of(ObjectKind.SETTINGS).forEach(this::settings);
    }

    private void publication(CatalogObject object) {
        var operations = new ArrayList<String>();
        Map<String, Attribute> all = new java.util.LinkedHashMap<>();
        all.put("insert", INSERT);
        all.put("update", UPDATE);
        all.put("delete", DELETE);
        all.put("truncate", TRUNCATE);
        all.forEach((word, attribute) -> {
            if (object.is(attribute)) {
                operations.add(word);
            }
        });
        var options = new ArrayList<String>();
        if (operations.size() < all.size()) {
            options.add("publish = " + Identifier.literal(String.join(", ", operations)));
        }
        if (object.is(VIA_ROOT)) {
            options.add("publish_via_partition_root = true");
        }
        object.text(GENERATED_COLUMNS)
                .ifPresent(letter ->
                        options.add("publish_generated_columns = " + (letter.equals("s") ? "stored" : "none")));
        var piece = new PieceBuilder(source, DdlPhase.PUBLICATIONS, object, pieces);
        String schemas = object.list(SCHEMAS).isEmpty()
                ? ""
                : " for tables in schema " + String.join(", ", object.list(SCHEMAS));
        object.list(SCHEMAS)
                .forEach(schema -> piece.needs(
                        Identity.of(ObjectKind.SCHEMA, PrintedSql.path(schema).get(0))));
        piece.add("create " + DdlTarget.of(object) + (object.is(ALL_TABLES) ? " for all tables" : schemas)
                        + (options.isEmpty() ? "" : " with (" + String.join(", ", options) + ")"))
                .comment(object)
                .done();
    }

    private void table(CatalogObject object) {
        Identity identity = object.identity();
        Identity publication = Identity.of(ObjectKind.PUBLICATION, identity.name());
        String columns = object.list(COLUMNS).isEmpty() ? "" : " (" + String.join(", ", object.list(COLUMNS)) + ")";
        String filter = object.text(ROW_FILTER)
                .map(text -> " where " + PrintedSql.parenthesized(PrintedSql.lower(text)))
                .orElse("");
        new PieceBuilder(source, DdlPhase.PUBLICATIONS, identity, 1, pieces)
                .makes(identity)
                .needs(publication)
                .add("alter publication " + QuotedName.of(identity.name()) + " add table only "
                        + QuotedName.ofRelation(identity) + columns + filter)
                .done();
    }

    /** Without what it connects to, which is a secret: it neither connects nor makes a slot. */
    private void subscription(CatalogObject object) {
        var options = new ArrayList<String>();
        options.add("connect = false");
        options.add(
                "slot_name = " + object.text(SLOT_NAME).map(Identifier::literal).orElse("none"));
        object.text(SYNCHRONOUS_COMMIT)
                .filter(value -> !value.equals("off"))
                .ifPresent(value -> options.add("synchronous_commit = " + Identifier.literal(value)));
        if (object.is(IS_BINARY)) {
            options.add("binary = true");
        }
        streaming(object, options);
        if (object.is(TWO_PHASE)) {
            options.add("two_phase = true");
        }
        if (object.is(DISABLE_ON_ERROR)) {
            options.add("disable_on_error = true");
        }
        object.text(ORIGIN).ifPresent(origin -> options.add("origin = " + origin));
        if (object.text(PASSWORD_REQUIRED).filter("f"::equals).isPresent()) {
            options.add("password_required = false");
        }
        if (object.is(RUN_AS_OWNER)) {
            options.add("run_as_owner = true");
        }
        if (object.is(FAILOVER)) {
            options.add("failover = true");
        }
        new PieceBuilder(source, DdlPhase.PUBLICATIONS, object, pieces)
                .add("-- What this subscription connects to is a secret, and is not written: alter it, then enable it.")
                .add("create " + DdlTarget.of(object) + " connection '' publication "
                        + String.join(", ", object.list(PUBLICATIONS)) + "\n    with (" + String.join(", ", options)
                        + ")")
                .comment(object)
                .done();
    }

    /** Parallel is what 18 takes where nothing is said; before it, nothing is streamed. Up to 15 it is a flag. */
    private void streaming(CatalogObject object, List<String> options) {
        String usual = source.catalog().majorVersion() >= 18 ? "p" : "f";
        object.text(STREAMING)
                .filter(value -> !value.equals(usual))
                .ifPresent(value -> options.add("streaming = "
                        + switch (value) {
                            case "p" -> "parallel";
                            case "t" -> "on";
                            default -> "off";
                        }));
    }

    /** The database is whichever this is loaded into. */
    private void settings(CatalogObject object) {
        String role = object.identity().name();
        String alter =
                role.isEmpty() ? "alter database %I " : "alter role " + role.replace("%", "%%") + " in database %I ";
        var piece = new PieceBuilder(source, DdlPhase.SETTINGS, object, pieces);
        for (String setting : object.list(CONFIGURATION)) {
            String format = Identifier.literal(alter + RoutineDdl.set(setting).replace("%", "%%"));
            String block = " begin execute pg_catalog.format(" + format + ", pg_catalog.current_database()); end ";
            String tag = RoutineDdl.tag(block);
            piece.add("do " + tag + block + tag);
        }
        piece.done();
    }
}
