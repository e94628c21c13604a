package dev.migrate.script;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Compares scripts by what they say: comments, and how much white space lies between two tokens, do not count. */
public final class SqlText {
    private SqlText() {}

    /** Whether both scripts hold the same statements, rows and commands in the same order. */
    public static boolean same(String one, String other) {
        try {
            return items(one).equals(items(other));
        } catch (UnterminatedException unreadable) {
            return one.equals(other);
        }
    }

    /** Whether both scripts begin with the same statements, so many of them. */
    public static boolean sameBeginning(String one, String other, int statements) {
        List<String> left = statements(one);
        List<String> right = statements(other);
        return left.size() >= statements
                && right.size() >= statements
                && left.subList(0, statements).equals(right.subList(0, statements));
    }

    /** The statements of a script, each without comments, with single spaces, and with the rows that follow it. */
    public static List<String> statements(String script) {
        try {
            var statements = new ArrayList<String>();
            for (String item : items(script)) {
                if (item.startsWith("sql ")) {
                    statements.add(item);
                } else if (item.startsWith("rows ")) {
                    int last = statements.size() - 1;
                    statements.set(last, statements.get(last) + item);
                }
            }
            return statements;
        } catch (UnterminatedException unreadable) {
            return List.of(script);
        }
    }

    private static List<String> items(String script) throws UnterminatedException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        byte[] blanked = bytes.clone();
        try (var reader = ScriptReader.of(
                new ByteArrayInputStream(bytes), Position.START, false, comment -> blank(blanked, comment))) {
            var spans = new ArrayList<Item>();
            var items = new ArrayList<String>();
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof CopyData data) {
                    items.add("rows " + new String(data.data().readAllBytes(), StandardCharsets.UTF_8));
                } else {
                    items.add("");
                }
                spans.add(item);
            }
            for (int i = 0; i < spans.size(); i++) {
                Item item = spans.get(i);
                if (!(item instanceof CopyData)) {
                    String kind = item instanceof Statement ? "sql " : "meta ";
                    items.set(i, kind + folded(blanked, (int) item.start(), (int) item.end()));
                }
            }
            return items;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void blank(byte[] bytes, Comment comment) {
        for (int i = (int) comment.start(); i < Math.min(bytes.length, comment.end()); i++) {
            bytes[i] = ' ';
        }
    }

    /** One space for each run of white space outside quotes. */
    private static String folded(byte[] bytes, int from, int to) {
        var folded = new ByteArrayOutputStream(to - from);
        int i = from;
        boolean space = false;
        while (i < to) {
            if (isSpace(bytes[i])) {
                space = true;
                i++;
                continue;
            }
            if (space) {
                folded.write(' ');
                space = false;
            }
            int end = afterQuote(bytes, i, from, to);
            folded.write(bytes, i, end - i);
            i = end;
        }
        return folded.toString(StandardCharsets.UTF_8);
    }

    /** Behind the quote that opens at {@code i}, or behind this one byte where none does. */
    private static int afterQuote(byte[] bytes, int i, int from, int to) {
        byte quote = bytes[i];
        if (quote == '\'' || quote == '"') {
            boolean escapes = quote == '\'' && i > from && (bytes[i - 1] | 0x20) == 'e';
            int end = i + 1;
            while (end < to && bytes[end] != quote) {
                end += escapes && bytes[end] == '\\' ? 2 : 1;
            }
            return Math.min(to, end + 1);
        }
        if (quote == '$') {
            int tag = i + 1;
            while (tag < to && (Character.isLetterOrDigit(bytes[tag]) || bytes[tag] == '_' || bytes[tag] < 0)) {
                tag++;
            }
            if (tag < to && bytes[tag] == '$') {
                return afterDelimiter(bytes, i, tag + 1, to);
            }
        }
        return i + 1;
    }

    private static int afterDelimiter(byte[] bytes, int open, int body, int to) {
        int length = body - open;
        for (int i = body; i + length <= to; i++) {
            if (java.util.Arrays.equals(bytes, i, i + length, bytes, open, body)) {
                return i + length;
            }
        }
        return to;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == '\f' || b == 0x0b;
    }
}
