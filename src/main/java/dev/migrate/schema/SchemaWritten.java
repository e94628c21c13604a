package dev.migrate.schema;

import dev.migrate.catalog.Identity;
import java.util.List;

/**
 * What writing a schema folder came to.
 *
 * @param folder as the user named it
 * @param files all of them, in their order, and those that were taken away
 * @param objects what was changed in them
 * @param kept statements of which nothing could be observed: they stay as they are; {@code file:line: words}
 * @param lost comments that were within or above what was written anew; {@code file:line: comment}
 * @param warnings what could not be written, in words
 */
public record SchemaWritten(
        String folder,
        List<FileChange> files,
        List<ObjectChange> objects,
        List<String> kept,
        List<String> lost,
        List<String> warnings) {
    public SchemaWritten {
        files = List.copyOf(files);
        objects = List.copyOf(objects);
        kept = List.copyOf(kept);
        lost = List.copyOf(lost);
        warnings = List.copyOf(warnings);
    }

    /** What became of it. */
    public enum Change {
        UNCHANGED,
        ADDED,
        CHANGED,
        REMOVED;

        /** As it stands in JSON and for people. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One file, named as the user would name it. */
    public record FileChange(String file, Change change) {}

    /** One object and the file that it is in, or was in. */
    public record ObjectChange(Identity object, String file, Change change) {}

    /** Whether any file is another one than before. */
    public boolean changed() {
        return files.stream().anyMatch(file -> file.change() != Change.UNCHANGED);
    }
}
