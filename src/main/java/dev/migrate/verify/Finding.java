package dev.migrate.verify;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that is not as it has to be.
 *
 * @param object kind and qualified name, as in {@code table public.orders}; or what else is concerned
 * @param column of that object
 * @param expected what should be there
 * @param actual what is there
 * @param where in which file that was said, relative to the project
 * @param message one sentence without a full stop; further lines where there is more to show
 * @param fix what to do next; empty only where the message says it already
 * @param rule id of the rule that found it, as {@code [policy]} names it
 * @param category class of a difference, such as {@code structure} or {@code privilege}
 */
public record Finding(
        Severity severity,
        String object,
        Optional<String> column,
        Optional<String> expected,
        Optional<String> actual,
        Optional<Place> where,
        String message,
        String fix,
        Optional<String> rule,
        Optional<String> category) {
    /** How much a finding weighs. */
    public enum Severity {
        /** Makes its check fail. */
        ERROR,
        /** Is shown and counted, and fails nothing. */
        WARNING,
        /** Likewise; nothing needs to be done about it. */
        INFO;

        /** As it stands in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }

    /** One that says no more than this. */
    public static Finding of(Severity severity, String object, String message, String fix) {
        return new Finding(
                severity,
                object,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message,
                fix,
                Optional.empty(),
                Optional.empty());
    }

    /** One that makes its check fail. */
    public static Finding error(String object, String message, String fix) {
        return of(Severity.ERROR, object, message, fix);
    }

    /** What kept a check from looking. */
    static Finding of(String check, Problem problem) {
        Finding finding = error("check " + check, problem.what(), problem.fix());
        return problem.where().map(finding::at).orElse(finding);
    }

    public Finding column(String name) {
        return copy(Optional.of(name), expected, actual, where, rule, category);
    }

    /** What should be there and what is there, each in a few words. */
    public Finding difference(String shouldBe, String is) {
        return copy(column, Optional.of(shouldBe), Optional.of(is), where, rule, category);
    }

    public Finding at(Place place) {
        return copy(column, expected, actual, Optional.of(place), rule, category);
    }

    public Finding rule(String id) {
        return copy(column, expected, actual, where, Optional.of(id), category);
    }

    public Finding category(String name) {
        return copy(column, expected, actual, where, rule, Optional.of(name));
    }

    private Finding copy(
            Optional<String> newColumn,
            Optional<String> newExpected,
            Optional<String> newActual,
            Optional<Place> newWhere,
            Optional<String> newRule,
            Optional<String> newCategory) {
        return new Finding(
                severity, object, newColumn, newExpected, newActual, newWhere, message, fix, newRule, newCategory);
    }
}
