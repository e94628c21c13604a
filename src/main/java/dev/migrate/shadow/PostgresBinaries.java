package dev.migrate.shadow;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs, unpacked once for each version into the user's cache. */
public final class PostgresBinaries {
    private final Path archives;
    private final Path cache;

    /**
     * Looks for archives beside the program, and unpacks into a cache.
     *
     * @param archives folder with {@code postgres-MAJOR.jar} for each version that the build brought
     * @param cache folder that outlives the run; created when needed
     */
    public PostgresBinaries(Path archives, Path cache) {
        this.archives = archives;
        this.cache = cache.toAbsolutePath(); // its programs are run in other folders
    }

    /** The major versions at hand, newest last. */
    public List<String> versions() {
        try (var files = Files.list(archives)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("postgres-[0-9]+\\.jar"))
                    .map(name -> name.substring("postgres-".length(), name.length() - ".jar".length()))
                    .sorted(Comparator.comparingInt(Integer::parseInt))
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /**
     * The folder with {@code bin/postgres} of a major version, unpacked if this is the first time.
     *
     * @throws MigrationFailure where the version is not at hand, or nothing can be unpacked
     */
    public Path home(String version) {
        Path archive = archives.resolve("postgres-" + version + ".jar");
        if (!Files.isRegularFile(archive)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "there is no embedded PostgreSQL " + version + " (at hand: " + String.join(", ", versions())
                                    + ")",
                            "choose one of these in [embedded] version, or build again with mvn package"));
        }
        Path home = home(version, archive, cache);
        boolean reached = ServerAccount.choose().reaches(home.resolve("bin"));
        // Root's home is closed to the account to which root steps down.
        return reached ? home : home(version, archive, SharedCache.folder());
    }

    private static Path home(String version, Path archive, Path cache) {
        try (var jar = new ZipFile(archive.toFile())) {
            ZipEntry content = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + archive));
            Path home = cache.resolve("postgres-" + version + "-"
                    + Long.toHexString(content.getCrc()).toLowerCase(Locale.ROOT));
            if (!Files.isDirectory(home)) {
                unpackOnce(jar, content, cache, home);
            }
            return home;
        } catch (IOException error) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    List.of(Problem.of(
                            "the embedded PostgreSQL " + version + " cannot be unpacked into " + cache + ": "
                                    + error.getMessage(),
                            "make room there, or name another folder with MIGRATE_CACHE")),
                    error);
        }
    }

    /** Two runs at once unpack one after the other; a run that was killed leaves only a folder that nobody takes. */
    private static void unpackOnce(ZipFile jar, ZipEntry content, Path cache, Path home) throws IOException {
        Files.createDirectories(cache);
        try (var lock = FileChannel.open(
                        cache.resolve(home.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (Files.isDirectory(home)) {
                return;
            }
            Path unfinished = cache.resolve(home.getFileName() + ".unfinished");
            Folders.delete(unfinished);
            Files.createDirectories(unfinished);
            try (InputStream packed = jar.getInputStream(content)) {
                unpack(packed, unfinished);
            }
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        try (var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path to = folder.resolve(entry.getName()).normalize();
                if (!to.startsWith(folder)) {
                    throw new IOException("an entry leads out of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(to.getParent());
                    Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(tar, to);
                    if (posix) {
                        Files.setPosixFilePermissions(to, permissions(entry.getMode()));
                    }
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.addAll(EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
        }
        return permissions;
    }
}
