package dev.migrate.schema;

import dev.migrate.engine.ScriptSource;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.migration.UpScript;
import dev.migrate.rehearse.Observation.Touch;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** Looks into the statements of scripts that were observed; a script is read when it is first asked for. */
public final class StatementTexts implements BiPredicate<Touch, Pattern> {
    private final Map<String, UpScript> scripts = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();

    /** Reads none yet. */
    public StatementTexts(List<UpScript> scripts) {
        scripts.forEach(script -> this.scripts.put(script.id(), script));
    }

    @Override
    public boolean test(Touch touch, Pattern pattern) {
        if (touch.statement() == 0 || !scripts.containsKey(touch.id())) {
            return false;
        }
        List<String> all = texts.computeIfAbsent(touch.id(), id -> read(scripts.get(id)));
        return touch.statement() <= all.size()
                && pattern.matcher(all.get(touch.statement() - 1)).find();
    }

    private static List<String> read(UpScript script) {
        var all = new ArrayList<String>();
        for (ScriptSource.Piece piece : script.script().pieces()) {
            try (ScriptReader reader = piece.open(true)) {
                for (Item item = reader.next(); item != null; item = reader.next()) {
                    if (item instanceof Statement statement) {
                        all.add(statement.text());
                    }
                }
            } catch (IOException unreadable) {
                throw UnreadableFile.of(script.file(), unreadable);
            } catch (UnterminatedException ran) {
                throw new IllegalStateException("it ran, and cannot be read: " + script.file(), ran);
            }
        }
        return all;
    }
}
