package dev.migrate.migration;

import java.nio.file.Path;

/**
 * How files are named to people: relative to the project where they lie in it, with {@code /}.
 *
 * @param project its folder, as absolute as the paths
 */
public record Display(Path project) {
    /** The name of a file or folder, which need not exist. */
    public String of(Path path) {
        String name = path.startsWith(project) ? project.relativize(path).toString() : path.toString();
        return name.replace('\\', '/');
    }
}
