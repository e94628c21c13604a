package dev.migrate.migration;

import java.util.List;
import java.util.stream.Stream;

/** Work on each of many files. */
public final class ManyFiles {
    /** From so many on several threads pay. */
    private static final int MANY = 100;

    private ManyFiles() {}

    /** In their order, and with several threads where there are many. */
    public static <T> Stream<T> each(List<T> files) {
        return files.size() > MANY ? files.parallelStream() : files.stream();
    }
}
