package dev.migrate.rehearse;

import dev.migrate.engine.ScriptSource;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A script of which some statements run in another form. */
record EditedScript(ScriptSource script, Map<Integer, Edit> edits) implements ScriptSource {
    @Override
    public String file() {
        return script.file();
    }

    @Override
    public List<Piece> pieces() {
        return script.pieces();
    }

    @Override
    public Statement instead(int number, Statement statement) {
        Edit edit = edits.get(number);
        return edit == null ? statement : edit.of(statement);
    }

    /** A statement as it is written, by its number from 1; empty where the script cannot be read that far any more. */
    static Optional<Statement> written(ScriptSource script, int number) {
        int count = 0;
        for (ScriptSource.Piece piece : script.pieces()) {
            try (ScriptReader reader = piece.open(true)) {
                for (Item item = reader.next(); item != null; item = reader.next()) {
                    if (item instanceof Statement statement && ++count == number) {
                        return Optional.of(statement);
                    }
                }
            } catch (IOException | UnterminatedException gone) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
