package dev.migrate.verify;

/** The part of a comment that is words: what stands in brackets or behind two dashes is free. */
final class Prose {
    private Prose() {}

    /** The text without what is in brackets; an open one takes the rest. */
    static String withoutBrackets(String text) {
        var prose = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && c == '-' && text.startsWith("--", i)) {
                break;
            }
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                prose.append(c);
            }
        }
        return prose.toString();
    }

    /** Behind the bracket that opens at {@code open}; -1 where it never closes. */
    static int afterBracket(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
