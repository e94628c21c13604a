package dev.migrate.rehearse;

import dev.migrate.engine.ScriptSource;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script of which some statements run in another form. */
record EditedScript(ScriptSource script, Map<Integer, Edit> edits) implements ScriptSource {
    private static final Pattern CREATE_EXTENSION = Pattern.compile(
            "create\\s+extension\\s+(?:if\\s+not\\s+exists\\s+)?\"?([\\w-]+)", Pattern.CASE_INSENSITIVE);

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
        var found = new AtomicReference<Statement>();
        each(script, (count, statement) -> {
            if (count == number) {
                found.set(statement);
            }
            return count < number;
        });
        return Optional.ofNullable(found.get());
    }

    /** The extensions that it creates itself, as far as it says so in a statement or in a block. */
    static Set<String> extensionsIn(ScriptSource script) {
        var extensions = new HashSet<String>();
        each(script, (count, statement) -> {
            Matcher name = CREATE_EXTENSION.matcher(statement.text());
            while (name.find()) {
                extensions.add(name.group(1));
            }
            return true;
        });
        return extensions;
    }

    private interface Reading {
        /** Whether to go on. */
        boolean read(int number, Statement statement);
    }

    private static void each(ScriptSource script, Reading reading) {
        int count = 0;
        boolean more = true;
        for (ScriptSource.Piece piece : script.pieces()) {
            try (ScriptReader reader = piece.open(true)) {
                for (Item item = reader.next(); item != null && more; item = reader.next()) {
                    if (item instanceof Statement statement) {
                        count++;
                        more = reading.read(count, statement);
                    }
                }
            } catch (IOException | UnterminatedException gone) {
                return; // what fails then fails in earnest
            }
        }
    }
}
