package dev.migrate.script;

import dev.migrate.script.LeadingWords.Token;

/**
 * The statement that is being read: where it began, what its tokens say so far, its text.
 *
 * <p>The scanner shows it tokens for as long as it is not {@link #settled}.
 */
final class StatementAssembly {
    private final ByteSource source;
    private final StringSyntax strings;

    private final LeadingWords words = new LeadingWords();
    private final RoutineBody body = new RoutineBody();
    private final CopyRule copy = new CopyRule();
    private final Classifier classifier = new Classifier();

    private Position start;
    private Classification parts;
    /** Blocks of rows that the parts call for which have been read. */
    private int blocks;
    /** The same of the statement that ended last. */
    private int copies;

    /** Whether it has begun and no further token matters to it; open to the scanner, which asks at every token. */
    boolean settled;

    StatementAssembly(ByteSource source, StringSyntax strings) {
        this.source = source;
        this.strings = strings;
    }

    /** A token is there; the first one is where the statement begins. */
    void begin(int p) {
        if (start == null) {
            start = source.position(p);
            if (source.text != null) {
                source.text.start(p);
            }
        }
    }

    boolean begun() {
        return start != null;
    }

    /** Whether a semicolon belongs to the body of a routine. */
    boolean inBody() {
        return body.open();
    }

    void bodySemicolon() {
        body.semicolon();
    }

    /** Shows a token that began at the offset in the file, if it can still be looked at. */
    void noteIfNear(Token token, long offset, int end, boolean outside) {
        if (!settled) {
            long length = source.offset(end) - offset;
            // What was dropped from the window, or lies before the rows of a COPY, cannot be looked at any more.
            boolean near = length <= end && length <= ByteSource.LOOKAHEAD;
            note(token, near ? (int) (end - length) : end, end, outside);
        }
    }

    /**
     * Shows a token; where it is too long to be looked at, both indexes are the same.
     *
     * @param outside whether it stands outside all parentheses
     */
    void note(Token token, int from, int to, boolean outside) {
        if (settled) {
            return;
        }
        boolean first = words.count() == 0;
        if (!words.full()) {
            words.add(token, source.bytes, from, to);
        }
        if (first) {
            copy.restart(words.verb() == Verb.COPY);
            body.restart(words.verb() == Verb.CREATE);
        } else if (outside) {
            if (copy.follows()) {
                copy.token(token, source.bytes, from, to);
            }
            if (body.follows()) {
                body.token(token, source.bytes, from, to);
            }
        }
        settled = words.full() && !copy.follows() && !body.follows();
    }

    /** Leaves a blank for the byte, which psql takes out. */
    void blank(int p) {
        if (start != null && source.text != null) {
            source.text.pause(source.bytes, p);
            source.text.blanks(1);
            source.text.resume(p + 1);
        }
    }

    /** Another statement follows that is sent in the same message. */
    void nextPart() {
        if (start != null) {
            endPart();
            forgetWords();
        }
    }

    private void endPart() {
        if (words.count() > 0) {
            Classification part = classifier.classify(words);
            if (copy.rows()) {
                part = part.withRows();
                blocks++;
            }
            strings.executed(words, part.kind(), source.line);
            parts = parts == null ? part : parts.and(part);
        }
    }

    /** How many blocks of rows follow the statement that ended last. */
    int copies() {
        return copies;
    }

    /** The statement that ends where the source stands; null if none has begun. */
    Statement finish() {
        if (start == null) {
            copies = 0;
            return null;
        }
        endPart();
        copies = blocks;
        long end = source.offset(source.tail);
        return new Statement(
                start.offset(),
                end,
                start.line(),
                start.column(),
                parts.kind(),
                parts.transactional(),
                parts.summary(),
                parts.object(),
                text(end));
    }

    private String text(long end) {
        if (source.text == null) {
            return null;
        }
        long length = end - start.offset() - source.text.gapsBefore(end);
        return source.text.text(source.bytes, source.pos, length);
    }

    void reset() {
        if (source.text != null) {
            source.text.stop();
        }
        start = null;
        parts = null;
        blocks = 0;
        forgetWords();
    }

    private void forgetWords() {
        words.clear();
        copy.restart(false);
        body.restart(false);
        settled = false;
    }
}
