package dev.migrate.verify;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of an expectation.
 *
 * <p>What follows the number is free, but what would change the number's meaning ({@code 5 or more}, {@code 10-12})
 * is not: a check that looks at half of what was written passes too easily.
 */
final class ExpectationParser {
    private static final int CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static final Pattern MARKS = Pattern.compile("^[\\s\\-*/>#=•→]+|\\s*\\*+/\\s*$");

    private static final Pattern OPENING = Pattern.compile(
            "(?:expected\\b|expect(?=\\s*:|\\s+-?[0-9])|should\\s+(?:return|(show))\\b)\\s*:?\\s*(.*)",
            CASE | Pattern.DOTALL);

    private static final String NUMBER = "(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]+(?:\\.[0-9]+)?)(?![\\w%+]|[.,]\\d)";

    /** A number that stands for itself: not the first of a range, a list, a date or a fraction. */
    private static final Pattern LEADING =
            Pattern.compile(NUMBER + "(?!\\s*[,/:|–—-]\\s*[0-9]|-[0-9]|\\s*\\.\\.|\\s*…)");

    private static final Pattern NOT_EXACT = Pattern.compile(
            "\\s*(?:\\w+\\s+){0,3}?(?:or\\s+(?:more|less|fewer|higher|lower|[0-9]+|null|none)|to\\s+-?[0-9]+|and\\s+[0-9]+"
                    + "|at\\s+(?:least|most)|and\\s+(?:up|more)|plus|minimum|maximum|min|max)\\b.*|\\s*\\?.*",
            CASE | Pattern.DOTALL);

    private static final Pattern ROWS = Pattern.compile("\\s*rows?\\b", CASE);

    private static final String WORDS = "(?:\\s+(?!as\\b|with\\b)[\\p{L}_-]+)";

    private static final Pattern PER = Pattern.compile(WORDS + "{0,3}?\\s+per\\s+\\S.*", CASE | Pattern.DOTALL);

    private static final Pattern GROUPS = Pattern.compile(
            WORDS + "{1,3}\\s+with\\s+" + NUMBER + WORDS + "{0,3}?\\s+(?:each\\b|per\\s).*", CASE | Pattern.DOTALL);

    /** Says something of every group, in words that are none of the forms. */
    private static final Pattern EACH = Pattern.compile(
            WORDS + "{0,2}\\s+each\\b.*|.*(?:[0-9].*\\beach\\b|\\beach\\b.*[0-9]).*", CASE | Pattern.DOTALL);

    private ExpectationParser() {}

    static Optional<Expectation> parse(String comment) {
        String text = MARKS.matcher(comment).replaceAll("").strip();
        Matcher opening = OPENING.matcher(text);
        if (!opening.matches()) {
            return Optional.empty();
        }
        String content = opening.group(2).strip();
        boolean show = opening.group(1) != null;
        Optional<Expectation> understood = show ? shown(content) : Optional.empty();
        if (understood.isEmpty()) {
            understood = Conditions.begins(content) ? row(content) : counted(content);
        }
        return Optional.of(understood.orElseGet(() -> new Expectation.NotUnderstood(text)));
    }

    private static Optional<Expectation> shown(String content) {
        List<List<String>> rows = ShownRows.parse(content);
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Expectation.Shown(rows));
    }

    private static Optional<Expectation> row(String content) {
        return Conditions.parse(content).map(Expectation.Row::new);
    }

    private static Optional<Expectation> counted(String content) {
        Matcher leading = LEADING.matcher(content);
        if (!leading.lookingAt()) {
            return Optional.empty();
        }
        BigDecimal number = number(leading.group(1));
        String rest = content.substring(leading.end());
        String prose = Prose.withoutBrackets(rest);
        if (NOT_EXACT.matcher(prose).matches()) {
            return Optional.empty();
        }
        Matcher rows = ROWS.matcher(rest);
        boolean ofRows = rows.lookingAt();
        Optional<String> conditions = Conditions.within(ofRows ? rest.substring(rows.end()) : rest, ofRows);
        if (conditions.isPresent()) {
            return Conditions.parse(conditions.get()).map(found -> new Expectation.RowsWith(number, found));
        }
        return Optional.ofNullable(amount(number, prose, ofRows));
    }

    private static Expectation amount(BigDecimal number, String prose, boolean ofRows) {
        if (PER.matcher(prose).matches()) {
            return new Expectation.EveryLast(number);
        }
        Matcher groups = GROUPS.matcher(prose);
        if (groups.matches()) {
            return new Expectation.Groups(number, number(groups.group(1)));
        }
        if (EACH.matcher(prose).matches()) {
            return null;
        }
        return ofRows ? new Expectation.RowCount(number) : new Expectation.Amount(number);
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits.replace(",", ""));
    }
}
