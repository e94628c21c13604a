package dev.migrate.engine;

import dev.migrate.script.ScriptReader;
import java.io.IOException;
import java.util.List;

/** A script that can be read from its beginning as often as it takes. */
public interface ScriptSource {
    /** The file as the user would name it. */
    String file();

    /** The pieces that follow one another; a statement never goes from one into the next. */
    List<Piece> pieces();

    /** Part of a script. */
    @FunctionalInterface
    interface Piece {
        /**
         * A reader at its beginning.
         *
         * @param keepText whether statements are to hold their texts
         */
        ScriptReader open(boolean keepText) throws IOException;
    }
}
