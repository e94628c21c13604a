package dev.migrate.script;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a script item by item, in the order in which psql acts on them.
 *
 * <p>That is the order in which they stand there, with two exceptions: what follows {@code COPY … FROM STDIN;} on its
 * line comes after the rows, and a backslash command within a statement comes before the statement. Where psql and the
 * server read a script differently, this is the server's reading.
 *
 * <p>Memory does not grow with the script; with kept texts, it holds one statement at a time.
 */
public final class ScriptReader implements Closeable {
    private final ByteSource source;
    private final StatementScanner scanner;
    private final MetaReader metas;

    /** The command that sent the statement which was returned last. */
    private MetaCommand afterStatement;

    private CopyRows rows;
    private long rowsStart;
    private int copies;
    private boolean restTaken;
    private byte[] rest = new byte[0];
    private Position restStart = Position.START;
    private boolean begun;
    private UnterminatedException broken;

    ScriptReader(InputStream in, Position start, boolean keepText, CommentListener comments, int window) {
        this.source = new ByteSource(in, start, keepText, window);
        var quotes = new Quotes(source);
        this.scanner = new StatementScanner(source, quotes, new Comments(source, quotes, comments));
        this.metas = new MetaReader(source, quotes);
    }

    /**
     * A reader for the script, or the part of a script, that the stream holds from here on; closing it closes the stream.
     *
     * @param start where the stream's first byte stands in its file: places are counted from there. A byte order mark is
     *     only looked for at offset 0
     * @param keepText false if only places are wanted: then {@link Statement#text()} is not there, and memory is constant
     *     whatever the script
     * @param comments is told of every comment; {@link CommentListener#NONE} costs nothing
     */
    public static ScriptReader of(InputStream in, Position start, boolean keepText, CommentListener comments) {
        return new ScriptReader(in, start, keepText, comments, ByteSource.WINDOW);
    }

    /**
     * The same for a stream of which the length is known, in bytes: a small one needs no large buffer, and there are
     * thousands of small ones.
     */
    public static ScriptReader of(
            InputStream in, Position start, boolean keepText, CommentListener comments, long length) {
        return new ScriptReader(in, start, keepText, comments, (int) Math.min(length + 1, ByteSource.WINDOW));
    }

    /** A reader for a whole file, with texts, without comments. */
    public static ScriptReader of(InputStream in) {
        return of(in, Position.START, true, CommentListener.NONE);
    }

    /**
     * The next item, or null at the end of the script. Rows of a COPY that were not read are passed over.
     *
     * @throws UnterminatedException if the script ends within a quote or comment, or holds a NUL byte; from then on
     *     every call throws it
     */
    public Item next() throws IOException, UnterminatedException {
        if (broken != null) {
            throw broken;
        }
        try {
            if (!begun) {
                begun = true;
                source.begin();
            }
            return read();
        } catch (UnterminatedException e) {
            broken = e;
            throw e;
        }
    }

    private Item read() throws IOException, UnterminatedException {
        endRows();
        if (afterStatement != null) {
            MetaCommand command = afterStatement;
            afterStatement = null;
            return command;
        }
        if (copies > 0) {
            return beginRows();
        }
        while (true) {
            switch (scanner.scan()) {
                case SEMICOLON -> {
                    Statement statement = finish();
                    source.pos++;
                    if (statement != null) {
                        return statement;
                    }
                }
                case BACKSLASH -> {
                    return backslash();
                }
                case END -> {
                    return finish();
                }
            }
        }
    }

    private Statement finish() {
        Statement statement = scanner.finish();
        copies = scanner.copies();
        return statement;
    }

    private Item backslash() throws IOException, UnterminatedException {
        boolean within = scanner.inStatement();
        Capture text = within ? source.text : null;
        if (text != null) {
            text.pause(source.bytes, source.pos);
        }
        long from = source.offset(source.pos);
        long tail = source.offset(source.tail);
        MetaCommand command = metas.read();
        long passed = source.offset(source.pos) - from;
        source.tail = tail - source.offset(0);
        if (within && MetaReader.sends(command)) {
            Statement statement = finish();
            afterStatement = command;
            return statement;
        }
        if (MetaReader.drops(command)) {
            scanner.reset();
            return command;
        }
        if (text != null) {
            text.blanks(Math.toIntExact(passed));
            text.resume(source.pos);
        }
        if (MetaReader.hasRows(command)) {
            copies = 1;
        }
        return command;
    }

    private CopyData beginRows() throws IOException {
        if (!restTaken) {
            takeRestOfLine();
            restTaken = true;
        }
        Position start = source.position(source.pos);
        if (scanner.inStatement() && source.text != null) {
            source.text.pause(source.bytes, source.pos);
        }
        rows = new CopyRows(source);
        rowsStart = start.offset();
        return new CopyData(start, rows);
    }

    private void endRows() throws IOException {
        if (rows == null) {
            return;
        }
        rows.passOver();
        rows = null;
        copies--;
        if (scanner.inStatement() && source.text != null) {
            long behind = source.offset(source.pos);
            source.text.gap(rowsStart, behind - rowsStart);
            source.text.resume(source.pos);
        }
        if (copies == 0) {
            restTaken = false;
            if (rest.length > 0) {
                source.putBack(rest, restStart);
                rest = new byte[0];
            }
        }
    }

    /** What stands behind the COPY on its line is run after the rows. */
    private void takeRestOfLine() throws IOException {
        restStart = source.position(source.pos);
        Capture line = source.aside;
        line.start(source.pos);
        int p = source.pos;
        boolean blank = true;
        while (true) {
            p = source.ensure(p, 1);
            byte b = source.bytes[p];
            if (p == source.limit || b == '\n') {
                break;
            }
            blank &= Bytes.isSpace(b);
            p++;
        }
        boolean ends = p < source.limit;
        if (ends) {
            p++;
        }
        rest = blank ? new byte[0] : line.bytes(source.bytes, p);
        line.stop();
        if (ends) {
            source.newline(p);
        }
        source.pos = p;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
