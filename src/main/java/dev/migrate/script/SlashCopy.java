package dev.migrate.script;

/**
 * Whether psql's {@code \copy} reads its rows from the lines that follow it: {@code from stdin}, or {@code stdout},
 * which psql takes as well; not {@code pstdin}.
 *
 * <p>From parse_slash_copy() in PostgreSQL's src/bin/psql/copy.c.
 */
final class SlashCopy {
    private SlashCopy() {}

    static boolean readsRows(String command) {
        boolean from = false;
        int depth = 0;
        int i = 0;
        while (i < command.length()) {
            char c = command.charAt(i);
            int end = i + 1;
            if (c == '\'' || c == '"') {
                int close = command.indexOf(c, end);
                end = close < 0 ? command.length() : close + 1;
                from = false;
            } else if (inWord(c)) {
                while (end < command.length() && inWord(command.charAt(end))) {
                    end++;
                }
                String word = command.substring(i, end);
                if (from) {
                    return word.equalsIgnoreCase("stdin") || word.equalsIgnoreCase("stdout");
                }
                boolean column = command.charAt(i - 1) == '.';
                from = depth == 0 && !column && word.equalsIgnoreCase("from");
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
            i = end;
        }
        return false;
    }

    private static boolean inWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
