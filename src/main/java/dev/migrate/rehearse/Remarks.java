package dev.migrate.rehearse;

import dev.migrate.database.ServerError;
import dev.migrate.engine.Recorder;
import dev.migrate.engine.ScriptListener;
import dev.migrate.engine.SilentRecorder;
import dev.migrate.migration.UpScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine remarks on how scripts run: that one could not be in a transaction, and why. */
public final class Remarks implements Witness {
    private static final String IN_STEPS = ": running statement by statement";

    private final Map<String, List<String>> said = new HashMap<>();

    @Override
    public Recorder recorder(UpScript script) {
        return SilentRecorder.NOTHING;
    }

    @Override
    public ScriptListener listener(UpScript script) {
        return new ScriptListener() {
            @Override
            public void sending(int statement, int line, String summary) {}

            @Override
            public void notice(int line, ServerError notice) {}

            @Override
            public void remark(String text) {
                said.computeIfAbsent(script.id(), id -> new ArrayList<>()).add(text);
            }
        };
    }

    /** Why a script ran statement by statement although its words did not call for it; empty where it did not. */
    public Optional<String> inSteps(UpScript script) {
        return said.getOrDefault(script.id(), List.of()).stream()
                .filter(text -> text.endsWith(IN_STEPS))
                .map(text -> text.substring(0, text.length() - IN_STEPS.length()))
                .findFirst();
    }
}
