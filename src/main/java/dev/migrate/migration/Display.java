package dev.migrate.migration;

import java.nio.file.Path;

/** How files are named to people: relative to the project where they lie in it. */
record Display(Path project) {
    String of(Path path) {
        String name = path.startsWith(project) ? project.relativize(path).toString() : path.toString();
        return name.replace('\\', '/');
    }
}
