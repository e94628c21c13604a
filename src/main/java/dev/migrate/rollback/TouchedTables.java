package dev.migrate.rollback;

import dev.migrate.migration.ScriptText;
import dev.migrate.migration.UpScript;
import dev.migrate.rehearse.SampleTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which tables migrations and their way back may touch: those whose names stand in them, and all where they make up
 * their statements while they run.
 */
final class TouchedTables {
    private static final int LONGEST = 1 << 20;

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private static final Pattern MADE_UP =
            Pattern.compile("(?i)\\bexecute\\s+(?!(function|procedure|on)\\b)|\\bcall\\s+[\\w.\"]+\\s*\\(");

    private final boolean all;
    private final Set<String> words;
    private final String text;

    private TouchedTables(boolean all, Set<String> words, String text) {
        this.all = all;
        this.words = words;
        this.text = text;
    }

    static TouchedTables of(Passage passage) throws IOException {
        List<UpScript> scripts = new ArrayList<>(passage.up());
        scripts.add(passage.down());
        var text = new StringBuilder();
        for (UpScript script : scripts) {
            for (ScriptText piece : script.script().texts()) {
                Optional<String> read = piece.text(LONGEST);
                if (read.isEmpty()) {
                    return new TouchedTables(true, Set.of(), "");
                }
                text.append(read.get()).append('\n');
            }
        }
        String lower = text.toString().toLowerCase(Locale.ROOT);
        var words = new HashSet<String>();
        WORD.matcher(lower).results().forEach(word -> words.add(word.group()));
        return new TouchedTables(MADE_UP.matcher(text).find(), words, lower);
    }

    boolean names(SampleTable table) {
        String name = table.plain().toLowerCase(Locale.ROOT);
        return all || (WORD.matcher(name).matches() ? words.contains(name) : text.contains(name));
    }
}
