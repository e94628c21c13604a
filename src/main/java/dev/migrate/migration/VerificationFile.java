package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.script.Position;
import java.nio.file.Path;

/**
 * One file of queries with expectations.
 *
 * @param file for people and JSON: relative to the project, with {@code /}
 */
public record VerificationFile(Path path, String file) {
    /** All of it, without a BOM. */
    public ScriptText text() {
        return new ScriptText(new ScriptText.WholeFile(path), new Place(file, 1, 1), Position.START);
    }
}
