package dev.migrate.engine;

import dev.migrate.script.ScriptReader;
import java.io.IOException;

/** A script that can be read from its beginning as often as it takes. */
public interface ScriptSource {
    /** The file as the user would name it. */
    String file();

    /** A reader at the beginning of the script, which keeps the texts of statements. */
    ScriptReader open() throws IOException;
}
