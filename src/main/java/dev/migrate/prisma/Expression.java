package dev.migrate.prisma;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL expressions as text: what can be said of them without asking the server. */
final class Expression {
    private static final Pattern QUALIFIER = Pattern.compile("(?:\"[^\"]+\"|[a-z_][a-z0-9_$]*)\\.(?=[a-z_\"])");

    private static final Pattern CALL =
            Pattern.compile("(?<!:)(?<![\\w.\"])((?:(?:\"[^\"]+\"|[a-z_]\\w*)\\.)*(?:\"[^\"]+\"|[a-z_]\\w*))\\(");

    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");

    private static final String CAST = "(?:::[a-zA-Z_\"][\\w\". ]*(?:\\([0-9, ]+\\)[\\w ]*)?)*";

    private static final Pattern CONSTANT = Pattern.compile("(?s)(?:'((?:[^']|'')*)'|(-?[0-9.]+|true|false))" + CAST);

    private Expression() {}

    /** Whether both are the same text but for case, space, brackets around all of it, and schemas that one leaves out. */
    static boolean same(String written, String printed) {
        String wanted = canonical(written);
        String found = canonical(printed);
        return wanted.equals(found) || wanted.equals(withoutQualifiers(found));
    }

    /**
     * Whether both call the same functions, as far as one says their schemas. The planner puts the body of a simple
     * function in the place of its call, and so makes two functions equal that only happen to do the same.
     */
    static boolean sameCalls(String written, String printed) {
        List<String> wanted = calls(written);
        List<String> found = calls(printed);
        if (wanted.size() != found.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!found.get(i).equals(wanted.get(i)) && !found.get(i).endsWith("." + wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> calls(String expression) {
        return CALL.matcher(TEXT.matcher(canonical(expression)).replaceAll("''"))
                .results()
                .map(call -> call.group(1))
                .toList();
    }

    /** In lower case outside of quotes, without needless space and brackets. */
    static String canonical(String expression) {
        String bare = withoutBrackets(expression.strip());
        var text = new StringBuilder();
        for (int at = 0; at < bare.length(); ) {
            char c = bare.charAt(at);
            if (c == '\'' || c == '"') {
                int end = SqlPieces.behind(bare, at);
                text.append(bare, at, end);
                at = end;
            } else {
                if (!Character.isWhitespace(c)) {
                    text.append(Character.toLowerCase(c));
                } else if (needsSpace(bare, at)) {
                    text.append(' ');
                }
                at++;
            }
        }
        return text.toString().replace("pg_catalog.", "");
    }

    /** Between two words only, and once. */
    private static boolean needsSpace(String text, int at) {
        return at > 0
                && at + 1 < text.length()
                && isWord(text.charAt(at - 1))
                && isWord(text.substring(at).stripLeading().charAt(0));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '"' || c == '\'';
    }

    private static String withoutBrackets(String text) {
        return text.startsWith("(") && SqlPieces.behind(text, 0) == text.length()
                ? withoutBrackets(SqlPieces.inside(text, 0).strip())
                : text;
    }

    private static String withoutQualifiers(String text) {
        var plain = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int end = text.charAt(at) == '\'' ? SqlPieces.behind(text, at) : next(text, at);
            String piece = text.substring(at, end);
            plain.append(
                    piece.startsWith("'") ? piece : QUALIFIER.matcher(piece).replaceAll(""));
            at = end;
        }
        return plain.toString();
    }

    private static int next(String text, int at) {
        int quote = text.indexOf('\'', at);
        return quote < 0 ? text.length() : quote;
    }

    /** The value of a constant, without its casts; empty for what has to be computed. */
    static Optional<String> constant(String printed) {
        Matcher constant = CONSTANT.matcher(withoutInnerBrackets(printed.strip()));
        if (!constant.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                constant.group(1) != null
                        ? constant.group(1).replace("''", "'")
                        : constant.group(2).toLowerCase(Locale.ROOT));
    }

    /** {@code ('-1'::integer)::numeric} has them around the constant, {@code (0)} around all. */
    private static String withoutInnerBrackets(String text) {
        if (!text.startsWith("(")) {
            return text;
        }
        int end = SqlPieces.behind(text, 0);
        return withoutInnerBrackets(SqlPieces.inside(text, 0) + text.substring(end));
    }
}
