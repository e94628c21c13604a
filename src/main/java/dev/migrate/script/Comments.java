package dev.migrate.script;

import java.io.IOException;

/** Passes over comments, and tells the listener of them if there is one. */
final class Comments {
    static final int LONGEST_TEXT = 1 << 20;

    private final ByteSource source;
    private final Quotes quotes;
    private final CommentListener listener;
    private final boolean listening;

    private Position start = Position.START;
    private boolean startsLine;

    Comments(ByteSource source, Quotes quotes, CommentListener listener) {
        this.source = source;
        this.quotes = quotes;
        this.listener = listener;
        this.listening = listener != CommentListener.NONE;
    }

    /**
     * A comment to the end of its line, from its first dash on; the line end, an LF or also a lone CR, is not part of it.
     */
    int line(int open) throws IOException, UnterminatedException {
        begin(open);
        int p = source.next(open + 2, Bytes.LINE);
        if (source.bytes[p] == 0 && p < source.limit) {
            throw quotes.broken(p, "");
        }
        end(p, false);
        return p;
    }

    /** A block comment, from its slash on; they nest. */
    int block(int open) throws IOException, UnterminatedException {
        begin(open);
        source.mark(open);
        int depth = 1;
        int p = open + 2;
        while (depth > 0) {
            p = source.ensure(source.next(p, Bytes.BLOCK), 2);
            byte b = source.bytes[p];
            byte following = b == 0 ? 0 : source.bytes[p + 1];
            if (b == '*' && following == '/') {
                depth--;
                p += 2;
            } else if (b == '/' && following == '*') {
                depth++;
                p += 2;
            } else if (b == 0) {
                throw quotes.broken(p, "unterminated /* comment");
            } else {
                p++;
            }
        }
        end(p, true);
        return p;
    }

    private void begin(int open) {
        if (listening) {
            startsLine = source.startsLine(open);
            start = source.position(open);
            source.aside.start(open, LONGEST_TEXT);
        }
    }

    private void end(int end, boolean block) {
        if (listening) {
            long length = source.offset(end) - start.offset() - source.aside.gapsBefore(source.offset(end));
            String text = source.aside.text(source.bytes, end, length);
            source.aside.stop();
            listener.comment(new Comment(
                    start.offset(), source.offset(end), start.line(), start.column(), block, startsLine, text));
        }
    }
}
