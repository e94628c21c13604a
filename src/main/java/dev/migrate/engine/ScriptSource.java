package dev.migrate.engine;

import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import java.io.IOException;
import java.util.List;

/** A script that can be read from its beginning as often as it takes. */
public interface ScriptSource {
    /** The file as the user would name it. */
    String file();

    /** The pieces that follow one another; a statement never goes from one into the next. */
    List<Piece> pieces();

    /**
     * What is run in place of a statement, at its place and under its number; the statement itself unless something else
     * is said. Rows that follow a COPY are passed over where it is none any more.
     *
     * @param number of the statement in the script, from 1
     */
    default Statement instead(int number, Statement statement) {
        return statement;
    }

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
