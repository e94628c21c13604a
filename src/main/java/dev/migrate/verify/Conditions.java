package dev.migrate.verify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code segment = 'gold', count = 12}; what is not such a list from beginning to end is not understood. */
final class Conditions {
    private static final String NAME = "(?:\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*))";

    /** How a condition begins, be it one that we can check or not. */
    private static final Pattern BEGINNING = Pattern.compile(
            "\\s*(?:(?:with|and|where)\\s+)?" + NAME
                    + "\\s*(?:[=<>~]|!=|is\\s+(?:not\\s+)?null\\b|(?:not\\s+)?like\\s*')",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EQUALS = Pattern.compile("\\s*" + NAME + "\\s*=\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern IS_NULL =
            Pattern.compile("\\s*" + NAME + "\\s+is\\s+null\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED = Pattern.compile("'((?:[^']|'')*)'(?![\\w:])");

    /** Up to what ends it: a comma, AND, two dashes, a bracket that stands apart. */
    private static final Pattern BARE = Pattern.compile(
            "(?:(?!\\s+and\\s|\\s+--|\\s+\\()[^,'\"=<>()]|(?<!\\s)\\([^(),'\"]*(?:,[^(),'\"]*)*\\))+",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)(?:\\s+\\p{L}.*)?", Pattern.DOTALL);

    private static final Pattern JOIN = Pattern.compile("\\s*(?:,|and\\b)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LEAD = Pattern.compile("\\s*(?:with|and|where)\\s+", Pattern.CASE_INSENSITIVE);

    private final String text;
    private final List<Condition> conditions = new ArrayList<>();
    private int at;

    private Conditions(String text) {
        this.text = text;
    }

    /** Whether the text begins with a comparison. */
    static boolean begins(String text) {
        return BEGINNING.matcher(text).lookingAt();
    }

    /**
     * The part of what follows a number that is conditions: from the first comma behind which a comparison begins.
     *
     * @param here whether they may also begin at once, as behind {@code 1 row}
     */
    static Optional<String> within(String text, boolean here) {
        Matcher beginning = BEGINNING.matcher(text);
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            boolean candidate = (i == 0
                            && here
                            && !text.stripLeading().toLowerCase(Locale.ROOT).startsWith("where"))
                    || (depth == 0 && c == ',');
            int from = c == ',' ? i + 1 : i;
            if (candidate && beginning.region(from, text.length()).lookingAt()) {
                return Optional.of(text.substring(from));
            }
            if (depth == 0 && text.startsWith("--", i)) {
                break;
            }
        }
        return Optional.empty();
    }

    /** Empty where any of it is not understood. */
    static Optional<List<Condition>> parse(String text) {
        var reading = new Conditions(text);
        return reading.read() ? Optional.of(List.copyOf(reading.conditions)) : Optional.empty();
    }

    private boolean read() {
        skip(LEAD);
        do {
            if (!condition()) {
                return false;
            }
            freeText();
        } while (skip(JOIN));
        String rest = text.substring(at).strip();
        return rest.isEmpty() || rest.equals(".") || rest.equals(";") || rest.startsWith("--");
    }

    private boolean condition() {
        Matcher isNull = IS_NULL.matcher(text).region(at, text.length());
        if (isNull.lookingAt()) {
            at = isNull.end();
            add(isNull, new Value.Null());
            return true;
        }
        Matcher equals = EQUALS.matcher(text).region(at, text.length());
        if (!equals.lookingAt()) {
            return false;
        }
        at = equals.end();
        Optional<Value> value = text.startsWith("'", at) ? quoted() : bare();
        value.ifPresent(found -> add(equals, found));
        return value.isPresent();
    }

    private void add(Matcher name, Value value) {
        boolean quoted = name.group(1) != null;
        String column = quoted ? name.group(1).replace("\"\"", "\"") : name.group(2);
        conditions.add(new Condition(column, quoted, value));
    }

    private Optional<Value> quoted() {
        Matcher literal = QUOTED.matcher(text).region(at, text.length());
        if (!literal.lookingAt()) {
            return Optional.empty();
        }
        at = literal.end();
        return Optional.of(new Value.Text(literal.group(1).replace("''", "'")));
    }

    private Optional<Value> bare() {
        Matcher run = BARE.matcher(text).region(at, text.length());
        if (!run.lookingAt()) {
            return Optional.empty();
        }
        at = run.end();
        String word = run.group().strip().replaceAll("[.;]$", "");
        if (word.isEmpty()) {
            return Optional.empty();
        }
        Matcher number = NUMBER.matcher(word);
        if (number.matches()) {
            return Optional.of(new Value.Decimal(new BigDecimal(number.group(1))));
        }
        return Optional.of(
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "null" -> new Value.Null();
                    case "true" -> new Value.Truth(true);
                    case "false" -> new Value.Truth(false);
                    default -> new Value.Text(word);
                });
    }

    /** What stands in brackets behind a value. */
    private void freeText() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (text.startsWith("(", at)) {
            int end = Prose.afterBracket(text, at);
            at = end < 0 ? text.length() : end;
            freeText();
        }
    }

    private boolean skip(Pattern pattern) {
        Matcher found = pattern.matcher(text).region(at, text.length());
        boolean there = found.lookingAt();
        at = there ? found.end() : at;
        return there;
    }
}
