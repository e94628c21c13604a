package dev.migrate.scaffold;

import dev.migrate.migration.FileName;
import dev.migrate.migration.SourceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the migrations of a project have what undoes them.
 *
 * @param text the name of the folder, or the comment that heads the script; empty for the other kinds
 */
record DownStyle(Kind kind, String text) {
    /** One kind of place. */
    enum Kind {
        NONE,
        /** {@code -- migrate:down}. */
        SECTION,
        /** A comment headed {@code Rollback}. */
        COMMENT,
        /** {@code x.down.sql}. */
        BESIDE,
        /** {@code U2__x.sql}. */
        UNDO,
        /** {@code rollback/x.sql}. */
        FOLDER,
        /** {@code x/down.sql}. */
        WITHIN
    }

    static final DownStyle NONE = new DownStyle(Kind.NONE, "");

    static DownStyle of(Kind kind) {
        return new DownStyle(kind, "");
    }

    /** The one of a file that undoes a migration. */
    static DownStyle ofFile(Path down) {
        String name = down.getFileName().toString();
        if (name.equals("down.sql")) {
            return of(Kind.WITHIN);
        }
        String folder = down.getParent() == null || down.getParent().getFileName() == null
                ? ""
                : down.getParent().getFileName().toString();
        if (SourceFiles.DOWN_FOLDERS.contains(folder) && FileName.of(name).role() != FileName.Role.DOWN) {
            return new DownStyle(Kind.FOLDER, folder);
        }
        return of(FileName.of(name).role() == FileName.Role.UNDO ? Kind.UNDO : Kind.BESIDE);
    }

    /** The one that a file of another kind can have. */
    DownStyle in(NamingStyle style) {
        boolean file = kind != Kind.NONE && kind != Kind.SECTION && kind != Kind.COMMENT;
        return switch (style.layout()) {
            case PAIR -> of(Kind.BESIDE);
            case FOLDER -> file ? of(Kind.WITHIN) : this;
            case FILE ->
                kind == Kind.WITHIN || (kind == Kind.UNDO && style.prefix().isEmpty()) ? of(Kind.BESIDE) : this;
        };
    }

    /** The one for a project that has none yet. */
    DownStyle orFirst(NamingStyle style, Path folder) {
        if (kind != Kind.NONE) {
            return this;
        }
        if (style.layout() == NameParts.Layout.FOLDER) {
            return of(Kind.WITHIN);
        }
        List<String> folders = SourceFiles.DOWN_FOLDERS.stream()
                .filter(name -> Files.isDirectory(folder.resolve(name)))
                .toList();
        return folders.isEmpty() ? of(Kind.SECTION) : new DownStyle(Kind.FOLDER, folders.get(0));
    }

    /** The file of its own that undoes a migration, if that is where it stands. */
    Optional<Path> file(Path folder, String id) {
        return switch (kind) {
            case NONE, SECTION, COMMENT -> Optional.empty();
            case BESIDE -> Optional.of(folder.resolve(id + ".down.sql"));
            case UNDO -> Optional.of(folder.resolve("U" + id.substring(1) + ".sql"));
            case FOLDER -> Optional.of(folder.resolve(text).resolve(id + ".sql"));
            case WITHIN -> Optional.of(folder.resolve(id).resolve("down.sql"));
        };
    }

    /** What stands at the end of a migration, for the way back to be written below it. */
    String heading() {
        return switch (kind) {
            case SECTION -> "\n-- migrate:down\n";
            case COMMENT -> "\n" + text + "\n";
            default -> "";
        };
    }
}
