package dev.migrate.shadow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The folders of the scratch servers that run at the moment, one each, and of those that were left behind.
 *
 * <p>Who has a folder holds a lock on a file in it, which the operating system takes back when the process dies. The
 * name of the folder tells those of this process, for to look at a lock of one's own would end it.
 *
 * @see java.nio.channels.FileLock closing a channel may release all locks that the process holds on the file
 */
final class Runs {
    private static final String LOCK = "run.lock";
    private static final String THIS_PROCESS =
            ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path place;
    private final String prefix;

    /**
     * Names the place.
     *
     * @param place where the folders are
     * @param prefix how their names begin; nothing else there begins so
     */
    Runs(Path place, String prefix) {
        this.place = place;
        this.prefix = prefix;
    }

    /** A new folder, which only this account may enter. One process at a time may call this. */
    Run begin() throws IOException {
        Path folder = place.resolve(prefix + THIS_PROCESS + COUNT.incrementAndGet());
        Folders.createPrivate(folder);
        var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new Run(folder, channel);
    }

    /**
     * The folders of processes that are dead. One process at a time may call this.
     *
     * @param own a folder of this process: where all may write, somebody else may have laid down another
     */
    List<Run> left(Run own) throws IOException {
        var left = new ArrayList<Run>();
        try (var folders = Files.newDirectoryStream(place, prefix + "*")) {
            for (Path folder : folders) {
                boolean ofThisProcess = folder.getFileName().toString().startsWith(prefix + THIS_PROCESS);
                if (!ofThisProcess && Folders.isOfSameOwner(folder, own.folder())) {
                    take(folder, left);
                }
            }
        }
        return left;
    }

    private static void take(Path folder, List<Run> left) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException gone) {
            return;
        }
        if (channel.tryLock() == null) {
            channel.close();
        } else {
            left.add(new Run(folder, channel));
        }
    }
}
