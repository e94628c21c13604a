package dev.migrate.migration;

import dev.migrate.engine.ScriptSource;
import java.util.List;

/** A migration's text as the engine reads it. */
public record MigrationScript(String file, List<ScriptText> texts) implements ScriptSource {
    public MigrationScript {
        texts = List.copyOf(texts);
    }

    /** What a migration runs. */
    public static MigrationScript of(Migration migration) {
        return new MigrationScript(migration.file(), migration.up());
    }

    @Override
    public List<Piece> pieces() {
        return texts.stream().<Piece>map(text -> text::read).toList();
    }
}
