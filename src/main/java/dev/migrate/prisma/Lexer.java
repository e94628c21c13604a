package dev.migrate.prisma;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Takes a Prisma schema apart. Comments are passed over: they say nothing about the database. */
final class Lexer {
    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The tokens of a file, the last of them its end.
     *
     * @throws MigrationFailure exit code 2 for what is no token
     */
    static List<Token> tokens(String file, String text) {
        var lexer = new Lexer(file, text);
        lexer.read();
        return List.copyOf(lexer.tokens);
    }

    private void read() {
        if (text.startsWith("\uFEFF")) {
            at = 1;
            lineStart = 1;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                newLine();
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else if (c == '"') {
                string();
            } else if ((c >= '0' && c <= '9') || c == '-') {
                number();
            } else if (Character.isLetter(c) || c == '_') {
                name();
            } else {
                mark(c);
            }
        }
        add(Token.Kind.END, "", at);
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    private void blockComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw refused(at, "this comment has no end", "close it with */");
        }
        for (; at < end + 2; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
    }

    private void name() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || isJoint(text.charAt(at)))) {
            at++;
        }
        add(Token.Kind.NAME, text.substring(start, at), start);
    }

    private static boolean isJoint(char c) {
        return c == '_' || c == '-';
    }

    private void number() {
        int start = at++;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("-?[0-9]+(\\.[0-9]+)?")) {
            throw refused(start, number + " is no number", "write it as in 12, -3 or 0.5");
        }
        add(Token.Kind.NUMBER, number, start);
    }

    private void mark(char c) {
        int start = at;
        if (text.startsWith("@@", at)) {
            at += 2;
            add(Token.Kind.MARK, "@@", start);
        } else if ("@{}()[],:=?.!".indexOf(c) >= 0) {
            at++;
            add(Token.Kind.MARK, String.valueOf(c), start);
        } else {
            String shown = Character.toString(text.codePointAt(at));
            throw refused(at, "a Prisma schema has no " + shown, "take it out; a comment begins with //");
        }
    }

    private void string() {
        int start = at++;
        var content = new StringBuilder();
        while (true) {
            if (at >= text.length() || text.charAt(at) == '\n') {
                throw refused(start, "this string has no end", "close it with \" on the same line");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                add(Token.Kind.STRING, content.toString(), start);
                return;
            }
            content.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : '\n';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default ->
                throw refused(at - 2, "\\" + c + " is no escape of a Prisma string", "write \\\\ for a backslash");
        };
    }

    private char unicode() {
        String digits = text.substring(at, Math.min(at + 4, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw refused(at - 2, "behind \\u stand four hexadecimal digits", "write it as in \\u00e9");
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private void add(Token.Kind kind, String content, int start) {
        tokens.add(new Token(kind, content, line, column(start)));
    }

    private int column(int offset) {
        return text.codePointCount(lineStart, offset) + 1;
    }

    private MigrationFailure refused(int offset, String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.at(new Place(file, line, column(offset)), what, fix));
    }
}
