package dev.migrate.shadow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How much memory may still be taken on Linux: of the machine, and of the container around us. */
final class FreeMemory {
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: +([0-9]+) kB");

    private FreeMemory() {}

    /** In bytes; 0 where it is not known. */
    static long bytes() throws IOException {
        Path machine = Path.of("/proc/meminfo");
        if (!Files.isReadable(machine)) {
            return 0;
        }
        var available = AVAILABLE.matcher(Files.readString(machine));
        long free = available.find() ? Long.parseLong(available.group(1)) * 1024 : 0;
        Path group = Path.of("/sys/fs/cgroup"); // as a container sees its own
        Path limit = group.resolve("memory.max");
        Path taken = group.resolve("memory.current");
        if (Files.isReadable(limit) && Files.isReadable(taken)) {
            String most = Files.readString(limit).strip();
            if (!most.equals("max")) {
                free = Math.min(
                        free,
                        Long.parseLong(most)
                                - Long.parseLong(Files.readString(taken).strip()));
            }
        }
        return free;
    }
}
