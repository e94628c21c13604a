package dev.migrate.rehearse;

import dev.migrate.engine.Recorder;
import dev.migrate.engine.ScriptListener;
import dev.migrate.migration.UpScript;

/** Goes along with the scripts of a replay and learns what each of their statements does. */
interface Witness {
    /** What goes out with the statements of a script; asked for anew each time that the script begins. */
    Recorder recorder(UpScript script);

    /** Hears what the server says meanwhile. */
    default ScriptListener listener(UpScript script) {
        return ScriptListener.NONE;
    }
}
