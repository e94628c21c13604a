package dev.migrate.migration;

import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a project that are migrations by their names, for who need not have all of them read and in order; that is
 * {@link ProjectReader}.
 *
 * <p>What is wrong with a source or a file is not told here: it is left out, and whoever reads the project learns why.
 */
public final class SourceFiles {
    /** Folders of a source that hold what undoes its migrations: {@code rollback/001_x.sql}; an earlier one counts first. */
    public static final List<String> DOWN_FOLDERS = SourceFolder.DOWN_FOLDERS;

    private final Display display;
    private final Path realProject;
    private final MigrationReader reader;

    private SourceFiles(Settings settings) {
        this.display = new Display(settings.directory());
        this.realProject = real(settings.directory());
        this.reader = new MigrationReader(display, settings.environment());
    }

    /** Those of a project; looks at none of them yet. */
    public static SourceFiles of(Settings settings) {
        return new SourceFiles(settings);
    }

    /**
     * Those that lie in a source now, in no order; none where it does not exist.
     *
     * @param source a folder or a file, whether or not it is a source of the project
     * @param index what the files have as {@link FoundFile#sourceIndex}
     */
    public List<FoundFile> in(Location source, int index) {
        return new SourceFolder(source, index, display, realProject, new ArrayList<>()).find();
    }

    /** One of them as a migration, archived or not; empty where it cannot be read. */
    public Optional<Migration> read(FoundFile file) {
        return reader.read(file, new ArrayList<>());
    }

    /** A path without symbolic links; what does not exist is told where it is looked for, and stays as it is. */
    public static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException absent) {
            return path;
        }
    }
}
