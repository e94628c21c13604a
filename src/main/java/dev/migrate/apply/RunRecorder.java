package dev.migrate.apply;

import dev.migrate.engine.Recorder;
import dev.migrate.engine.ScriptFailure;

/** Records one attempt to run a script, and is made anew for the next one. */
public interface RunRecorder extends Recorder {
    /** Whether the run is recorded as begun by now, although it did not end well. */
    boolean begunStepwise();

    /** For an attempt behind one that left nothing. */
    RunRecorder again();

    /**
     * For an attempt behind one that left something.
     *
     * @param done number of statements that are done
     * @param mayHaveBegun whether the next one may have been run without being recorded
     */
    RunRecorder again(int done, boolean mayHaveBegun);

    /** Looks whether a failure is another run's doing: see {@link RunLock#lookInto}. */
    void lookInto(ScriptFailure failure);
}
