package dev.migrate.engine;

import java.util.List;

/** Writes nothing; for scripts of which nobody keeps a record. */
public class SilentRecorder implements Recorder {
    /** One that does nothing else either. */
    public static final Recorder NOTHING = new SilentRecorder();

    @Override
    public List<String> done(int statements) {
        return List.of();
    }

    @Override
    public List<String> begun() {
        return List.of();
    }

    @Override
    public List<String> progress(int statements) {
        return List.of();
    }

    @Override
    public List<String> stopped(int statements, ScriptFailure failure) {
        return List.of();
    }
}
