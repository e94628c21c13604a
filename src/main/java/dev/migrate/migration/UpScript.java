package dev.migrate.migration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a migration runs, wherever its text is: in a source, in an archive, or in the history alone.
 *
 * @param id of the migration; of a file that is none, its name
 * @param noTransaction whether it asks to be run statement by statement
 */
public record UpScript(String id, MigrationScript script, boolean noTransaction) {
    /** Of a migration of the project. */
    public static UpScript of(Migration migration) {
        return new UpScript(
                migration.id(),
                MigrationScript.of(migration),
                migration.directives().noTransaction());
    }

    /**
     * Of a text that holds the whole file, as the history keeps it: its comments say which part of it runs, and how.
     *
     * @param file what to name it by in messages
     */
    public static UpScript of(String id, String file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // What is wrong with a directive was said when the file was applied.
        var comments = new CommentReader(file, new ArrayList<>());
        try {
            comments.read(new ByteArrayInputStream(bytes));
            List<ScriptText> up = comments.sections(bytes).stream()
                    .filter(section -> section.kind() == Section.Kind.UP)
                    .map(section -> ScriptText.of(bytes, file, section))
                    .toList();
            return new UpScript(
                    id, new MigrationScript(file, up), comments.directives().noTransaction());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Of a file in no source: of an archive, whose comments nobody has read yet, or of a folder that holds no migrations.
     *
     * @param file what to name it by in messages
     * @throws IOException where it cannot be read
     */
    public static UpScript of(String id, String file, Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int bom = FileScan.bomLength(bytes, 0, bytes.length);
        return of(id, file, new String(bytes, bom, bytes.length - bom, StandardCharsets.UTF_8));
    }

    /** The file as the user would name it. */
    public String file() {
        return script.file();
    }

    /** Reads it to its end: how it runs, and what could not. */
    public ScriptCheck.Result check() throws IOException {
        return ScriptCheck.of(file(), script.texts(), noTransaction);
    }
}
