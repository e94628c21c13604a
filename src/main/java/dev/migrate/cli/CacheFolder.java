package dev.migrate.cli;

import dev.migrate.shadow.SharedCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where things are kept that can be made again: {@code MIGRATE_CACHE}, else as the XDG base directories say. */
final class CacheFolder {
    private CacheFolder() {}

    static Path of(Map<String, String> variables) {
        String own = variables.getOrDefault("MIGRATE_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String xdg = variables.getOrDefault("XDG_CACHE_HOME", "");
        if (!xdg.isEmpty()) {
            return Path.of(xdg, "migrate");
        }
        Path home = Path.of(variables.getOrDefault("HOME", System.getProperty("user.home", "")));
        if (Files.isDirectory(home) && Files.isWritable(home)) {
            return home.resolve(".cache").resolve("migrate");
        }
        // Accounts of services often have a home that is not there.
        return SharedCache.folder();
    }
}
