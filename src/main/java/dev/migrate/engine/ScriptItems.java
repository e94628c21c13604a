package dev.migrate.engine;

import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/** The items of all pieces of a script, one after the other. */
final class ScriptItems implements Closeable {
    private final ScriptSource script;
    private final Iterator<ScriptSource.Piece> pieces;
    private final boolean keepText;
    private ScriptReader reader;
    private int statements;

    ScriptItems(ScriptSource script, boolean keepText) {
        this.script = script;
        this.pieces = script.pieces().iterator();
        this.keepText = keepText;
    }

    /** The next item, or null at the end. */
    Item next() throws IOException, UnterminatedException {
        while (true) {
            if (reader == null) {
                if (!pieces.hasNext()) {
                    return null;
                }
                reader = pieces.next().open(keepText);
            }
            Item item = reader.next();
            if (item instanceof Statement statement) {
                statements++;
                return script.instead(statements, statement);
            }
            if (item != null) {
                return item;
            }
            close();
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
