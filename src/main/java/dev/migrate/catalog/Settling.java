package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells what is spelled otherwise from what is otherwise: has PostgreSQL read both texts and print them back.
 *
 * <p>What PostgreSQL prints of an expression for the first time it may print in other words once that was read again; from
 * then on it stays. So both are made on the same relation of a scratch database, each in a transaction that is rolled back,
 * and are the same where the same is printed of both.
 */
public final class Settling {
    private static final String NAME = "migrate settling";
    private static final String QUOTED = Identifier.quoted(NAME);
    private static final String LITERAL = Identifier.literal(NAME);

    private final Session scratch;
    private final Catalog expected;
    private final Catalog actual;

    private Settling(Session scratch, Catalog expected, Catalog actual) {
        this.scratch = scratch;
        this.expected = expected;
        this.actual = actual;
    }

    /**
     * The same differences, with those that are none but in words as {@link DifferenceClass#RESPELLED}.
     *
     * @param scratch on a database, not that of a user, with the expected structure; nothing is left behind in it. What
     *     cannot be made there stays the difference that it is
     */
    public static List<Difference> settle(
            List<Difference> differences, Catalog expected, Catalog actual, Session scratch) {
        var settling = new Settling(scratch, expected, actual);
        return differences.stream()
                .map(difference ->
                        settling.respelled(difference) ? difference.in(DifferenceClass.RESPELLED) : difference)
                .toList();
    }

    /** A scratch database with the expected structure, made where it is needed. */
    @FunctionalInterface
    public interface Scratch {
        /** What somebody finds out in a session on it. */
        List<Difference> ask(Function<Session, List<Difference>> question);
    }

    /** Every difference, settled; the scratch database is asked for only where two texts might mean the same. */
    public static List<Difference> between(Catalog expected, Catalog actual, Scratch scratch) {
        List<Difference> differences = Comparison.of(expected, actual);
        return differences.stream().anyMatch(Settling::calledFor)
                ? scratch.ask(session -> settle(differences, expected, actual, session))
                : differences;
    }

    /** How a text is made, and what prints it back. */
    private record Trial(String make, String print) {}

    /** What is made and printed back. */
    private static final Set<Attribute> TEXTS = EnumSet.of(
            Attribute.DEFINITION,
            Attribute.QUERY,
            Attribute.DEFAULT,
            Attribute.GENERATED,
            Attribute.USING,
            Attribute.WITH_CHECK,
            Attribute.ROW_FILTER,
            Attribute.PARTITION_KEY,
            Attribute.BODY,
            Attribute.PARAMETERS);

    /** Whether there are two texts that might mean the same. */
    private static boolean calledFor(Difference difference) {
        boolean decides = difference.differenceClass() == DifferenceClass.STRUCTURE
                || difference.differenceClass() == DifferenceClass.CODE;
        return decides
                && difference.attribute().filter(TEXTS::contains).isPresent()
                && !difference.expected().equals(Difference.ABSENT)
                && !difference.actual().equals(Difference.ABSENT);
    }

    private boolean respelled(Difference difference) {
        if (!calledFor(difference)) {
            return false;
        }
        Optional<String> first = printed(difference, difference.expected(), expected);
        return first.isPresent() && first.equals(printed(difference, difference.actual(), actual));
    }

    private Optional<String> printed(Difference difference, String text, Catalog from) {
        return trial(difference.object(), difference.attribute().orElseThrow(), text, from)
                .flatMap(this::run)
                .map(back -> body(difference, back))
                .map(PrintedText::settled);
    }

    private static String body(Difference difference, String text) {
        return difference.attribute().orElseThrow() != Attribute.DEFINITION
                ? text
                : switch (difference.object().kind()) {
                    case CONSTRAINT, DOMAIN_CONSTRAINT -> PrintedText.withoutState(text);
                    case INDEX -> PrintedText.ofIndex(text);
                    case STATISTICS -> PrintedText.ofStatistics(text);
                    default -> text;
                };
    }

    private Optional<String> run(Trial trial) {
        Reply reply = scratch.ask(String.join(
                ";\n",
                "begin",
                CatalogReader.SETTINGS,
                "set local check_function_bodies = off",
                trial.make(),
                "select pg_catalog.set_config('search_path', '', true)",
                trial.print()));
        Optional<String> back = reply.ok() && !reply.rows().isEmpty()
                ? Optional.ofNullable(reply.rows().get(0).get(0))
                : Optional.empty();
        scratch.ask("rollback");
        return back;
    }

    private Optional<Trial> trial(Identity object, Attribute attribute, String text, Catalog from) {
        return switch (attribute) {
            case DEFINITION -> Optional.ofNullable(definition(object, text));
            case QUERY ->
                Optional.of(new Trial(
                        "create temporary view " + QUOTED + " as " + text.replaceFirst(";$", ""),
                        "select pg_get_viewdef(c.oid) from pg_class c where c.relname = " + LITERAL));
            case DEFAULT -> Optional.of(standard(object, text));
            case GENERATED -> generated(object, text);
            case USING, WITH_CHECK ->
                Optional.of(new Trial(
                        "create policy " + QUOTED + " on " + relation(object) + " using (" + text + ")",
                        "select pg_get_expr(p.polqual, p.polrelid) from pg_policy p where p.polname = " + LITERAL));
            case ROW_FILTER ->
                Optional.of(new Trial(
                        "create publication " + QUOTED + " for table " + relation(object) + " where (" + text + ")",
                        "select pg_get_expr(r.prqual, r.prrelid) from pg_publication_rel r join pg_publication p"
                                + " on p.oid = r.prpubid where p.pubname = " + LITERAL));
            case PARTITION_KEY ->
                Optional.of(new Trial(
                        "create temporary table " + QUOTED + " (like " + name(object) + ") partition by " + text,
                        "select pg_get_partkeydef(c.oid) from pg_class c where c.relname = " + LITERAL));
            case BODY -> routine(object, "pg_get_function_sqlbody", from);
            case PARAMETERS -> routine(object, "pg_get_function_arguments", from);
            default -> Optional.empty();
        };
    }

    private static Trial definition(Identity object, String text) {
        String on = object.relation().isEmpty() ? "" : relation(object);
        return switch (object.kind()) {
            case CONSTRAINT -> {
                String body = PrintedText.withoutState(text);
                yield new Trial(
                        "alter table " + on + " add constraint " + QUOTED + " " + body
                                + (body.startsWith("CHECK") ? " not valid" : ""),
                        "select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = " + oid(on)
                                + " and k.conname = " + LITERAL);
            }
            case DOMAIN_CONSTRAINT ->
                new Trial(
                        "alter domain " + on + " add constraint " + QUOTED + " " + PrintedText.withoutState(text)
                                + " not valid",
                        "select pg_get_constraintdef(k.oid) from pg_constraint k where k.conname = " + LITERAL);
            case INDEX ->
                new Trial(
                        "create index " + QUOTED + " on only " + on + PrintedText.ofIndex(text),
                        "select pg_get_indexdef(c.oid) from pg_class c where c.relname = " + LITERAL);
            case RULE ->
                new Trial(
                        text.replaceFirst("^CREATE RULE", "CREATE OR REPLACE RULE"),
                        "select pg_get_ruledef(r.oid) from pg_rewrite r where r.ev_class = " + oid(on)
                                + " and r.rulename = " + Identifier.literal(object.name()));
            case TRIGGER ->
                new Trial(
                        "drop trigger if exists " + Identifier.quoted(object.name()) + " on " + on + ";\n" + text,
                        "select pg_get_triggerdef(t.oid) from pg_trigger t where t.tgrelid = " + oid(on)
                                + " and t.tgname = " + Identifier.literal(object.name()));
            case STATISTICS ->
                new Trial(
                        "drop statistics if exists " + name(object) + ";\n" + text,
                        "select pg_get_statisticsobjdef(s.oid) from pg_statistic_ext s where s.stxname = "
                                + Identifier.literal(object.name()));
            default -> null;
        };
    }

    private static Trial standard(Identity object, String text) {
        if (object.kind() == ObjectKind.DOMAIN) {
            return new Trial(
                    "alter domain " + name(object) + " set default " + text,
                    "select pg_get_expr(t.typdefaultbin, 0) from pg_type t where t.oid = "
                            + Identifier.literal(name(object)) + "::regtype");
        }
        return new Trial(
                "alter table " + relation(object) + " alter column " + Identifier.quoted(object.name())
                        + " set default " + text,
                expression(object, object.name()));
    }

    private Optional<Trial> generated(Identity column, String text) {
        return expected.find(column)
                .flatMap(one -> one.text(Attribute.TYPE))
                .map(type -> new Trial(
                        "alter table " + relation(column) + " add column " + QUOTED + " " + type
                                + " generated always as (" + text + ") stored",
                        expression(column, NAME)));
    }

    private static String expression(Identity column, String name) {
        return "select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid"
                + " and a.attnum = d.adnum where d.adrelid = " + oid(relation(column)) + " and a.attname = "
                + Identifier.literal(name);
    }

    private static Optional<Trial> routine(Identity routine, String printer, Catalog from) {
        String signature = name(routine) + "(" + routine.arguments() + ")";
        return from.find(routine)
                .flatMap(one -> one.text(Attribute.PRINTED))
                .map(printed -> new Trial(
                        printed, "select " + printer + "(" + Identifier.literal(signature) + "::regprocedure)"));
    }

    private static String relation(Identity part) {
        return Identifier.quoted(part.schema()) + "." + Identifier.quoted(part.relation());
    }

    private static String name(Identity object) {
        return Identifier.quoted(object.schema()) + "." + Identifier.quoted(object.name());
    }

    private static String oid(String relation) {
        return Identifier.literal(relation) + "::regclass";
    }
}
