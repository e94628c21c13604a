package dev.migrate.shadow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Data directories with everything that a scratch server begins with, kept from run to run. No server ever runs on
 * one: it is copied, so whatever becomes of a run, the next begins with the same.
 *
 * <p>One process at a time may use it.
 */
final class PreparedData {
    private static final String KEPT = "prepared-";
    private static final String UNFINISHED = "unfinished";
    private static final int MOST = 6;
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final List<String> CONTENT = List.of("data", "password");

    private final Path folder;

    PreparedData(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies what is kept under a name.
     *
     * @return whether there was anything
     */
    boolean copy(String name, Path to) throws IOException {
        Path kept = folder.resolve(KEPT + name);
        if (!Files.isDirectory(kept)) {
            return false;
        }
        Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
        for (String one : CONTENT) {
            Folders.copyPrivate(kept.resolve(one), to.resolve(one));
        }
        return true;
    }

    /** Keeps a copy of a data directory on which no server runs, and gives up what was not used for long. */
    void keep(String name, Path from) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        Folders.delete(unfinished);
        giveUpOld();
        Folders.createPrivate(unfinished);
        for (String one : CONTENT) {
            Folders.copyPrivate(from.resolve(one), unfinished.resolve(one));
        }
        Files.move(unfinished, folder.resolve(KEPT + name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void giveUpOld() throws IOException {
        record Kept(Path folder, Instant used) {}
        var all = new ArrayList<Kept>();
        try (var folders = Files.newDirectoryStream(folder, KEPT + "*")) {
            for (Path one : folders) {
                all.add(new Kept(one, Files.getLastModifiedTime(one).toInstant()));
            }
        }
        all.sort(Comparator.comparing(Kept::used).reversed());
        Instant oldest = Instant.now().minus(LONGEST);
        for (int i = 0; i < all.size(); i++) {
            if (i >= MOST - 1 || all.get(i).used().isBefore(oldest)) {
                Folders.delete(all.get(i).folder());
            }
        }
    }
}
