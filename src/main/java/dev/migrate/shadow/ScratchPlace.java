package dev.migrate.shadow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Where the servers of a run have their data: in memory where there is room, for making a database is making a thousand
 * files, and nothing of it is kept.
 */
final class ScratchPlace {
    private static final String VARIABLE = "MIGRATE_SCRATCH";
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH_BYTES = 4L << 30;

    private ScratchPlace() {}

    /**
     * The place: what the variable {@code MIGRATE_SCRATCH} names, else memory, else the folder of the cache.
     *
     * @throws IOException where the folder that is named cannot be made
     */
    static Path of(Path folder, Map<String, String> variables) throws IOException {
        String named = variables.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return Files.createDirectories(Path.of(named).toAbsolutePath().normalize());
        }
        boolean room = Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).getUsableSpace() >= ENOUGH_BYTES
                && FreeMemory.bytes() >= ENOUGH_BYTES;
        return room ? MEMORY : folder;
    }

    /** How the names of folders begin that belong to one cache. */
    static String prefix(Path folder) {
        String whose = System.getProperty("user.name", "nobody") + " " + folder;
        var hash = new CRC32();
        hash.update(whose.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "migrate-shadow-%08x-", hash.getValue());
    }
}
