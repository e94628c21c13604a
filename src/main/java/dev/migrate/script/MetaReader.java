package dev.migrate.script;

import java.io.IOException;
import java.util.Set;

/**
 * Reads a backslash command of psql: its name, and how far its arguments go.
 *
 * <p>From PostgreSQL's src/bin/psql/psqlscanslash.l and command.c. Variables and backquotes are left as they are, and no
 * condition is evaluated.
 */
final class MetaReader {
    /** Take the rest of their line as it is, backslashes and quotes too. */
    private static final Set<String> WHOLE_LINE = Set.of("!", "copy", "h", "help", "ef", "ev", "sf", "sv");

    /** Take the rest of their line where an argument begins with a vertical bar. */
    private static final Set<String> MAY_PIPE = Set.of("g", "gx", "o", "out", "w", "write");

    private static final Set<String> SENDS = Set.of(
            "g",
            "gx",
            "gset",
            "gexec",
            "gdesc",
            "crosstabview",
            "watch",
            "bind",
            "bind_named",
            "parse",
            "startpipeline",
            "sendpipeline",
            "syncpipeline",
            "endpipeline",
            "flush",
            "flushrequest",
            "getresults");

    private static final Set<String> DROPS = Set.of("r", "reset");

    private final ByteSource source;
    private final Quotes quotes;
    private int p;

    MetaReader(ByteSource source, Quotes quotes) {
        this.source = source;
        this.quotes = quotes;
    }

    /** Whether the command ends the statement before it, by sending it to the server. */
    static boolean sends(MetaCommand command) {
        return SENDS.contains(command.name());
    }

    /** Whether the command throws away the statement before it. */
    static boolean drops(MetaCommand command) {
        return DROPS.contains(command.name());
    }

    /** Whether rows follow the command. */
    static boolean hasRows(MetaCommand command) {
        return command.name().equals("copy") && SlashCopy.readsRows(command.text());
    }

    /** Reads the command at whose backslash the source stands, and leaves the source behind it on its line. */
    MetaCommand read() throws IOException, UnterminatedException {
        p = source.pos;
        Position start = source.position(p);
        Capture text = source.aside;
        text.start(p, Comments.LONGEST_TEXT);
        p++;
        source.tail = p;
        while (!atLineEnd() && !Bytes.isSpace(source.bytes[p]) && source.bytes[p] != '\\') {
            p++;
            source.tail = p;
        }
        long nameEnd = source.offset(p);
        String name = text.text(source.bytes, p, nameEnd - start.offset()).substring(1);
        boolean separator = false;
        // A backslash alone is an error to psql, which throws the rest of its line away.
        if (name.isEmpty() || WHOLE_LINE.contains(name)) {
            wholeLine();
        } else {
            separator = arguments(MAY_PIPE.contains(name));
        }
        long end = source.offset(source.tail);
        String all = text.text(source.bytes, p, end - start.offset());
        text.stop();
        source.pos = separator ? p + 2 : p;
        return new MetaCommand(start.offset(), end, start.line(), start.column(), name, all);
    }

    /** Whether the command ended with two backslashes, at which the index stands then. */
    private boolean arguments(boolean mayPipe) throws IOException, UnterminatedException {
        boolean begins = true;
        while (!atLineEnd()) {
            byte b = source.bytes[p];
            if (b == '\\') {
                p = source.ensure(p, 2);
                return source.bytes[p + 1] == '\\';
            }
            if (b == '|' && begins && mayPipe) {
                wholeLine();
                return false;
            }
            begins = Bytes.isSpace(b);
            p++;
            if (!begins) {
                source.tail = p;
            }
            if (b == '\'' || b == '"' || b == '`') {
                quoted(b);
            }
        }
        return false;
    }

    /** An argument's quotes end at the end of the line at the latest, since psql reads line by line. */
    private void quoted(byte quote) throws IOException, UnterminatedException {
        while (!atLineEnd()) {
            byte b = source.bytes[p];
            p++;
            if (!Bytes.isSpace(b)) {
                source.tail = p;
            }
            if (b == quote) {
                return;
            }
            if (b == '\\' && quote == '\'' && !atLineEnd()) {
                p++;
                source.tail = p;
            }
        }
    }

    private void wholeLine() throws IOException, UnterminatedException {
        while (!atLineEnd()) {
            boolean space = Bytes.isSpace(source.bytes[p]);
            p++;
            if (!space) {
                source.tail = p;
            }
        }
    }

    private boolean atLineEnd() throws IOException, UnterminatedException {
        p = source.ensure(p, 1);
        byte b = source.bytes[p];
        if (b == 0 && p < source.limit) {
            throw quotes.broken(p, "");
        }
        return b == '\n' || b == 0;
    }
}
