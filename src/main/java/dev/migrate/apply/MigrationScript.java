package dev.migrate.apply;

import dev.migrate.engine.ScriptSource;
import dev.migrate.migration.ScriptText;
import dev.migrate.script.CommentListener;
import dev.migrate.script.ScriptReader;
import java.util.List;

/** A migration's text as the engine reads it. */
record MigrationScript(String file, List<ScriptText> texts) implements ScriptSource {
    @Override
    public List<Piece> pieces() {
        return texts.stream()
                .<Piece>map(text -> keep -> ScriptReader.of(text.open(), text.start(), keep, CommentListener.NONE))
                .toList();
    }
}
