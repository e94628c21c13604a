package dev.migrate.shadow;

import dev.migrate.database.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Extensions that the embedded server lacks, in a form that has their types and functions and little behind them, so that
 * migrations which use them run on a scratch database.
 *
 * <p>Each has {@link #VERSION} as its version and a comment that begins with {@code stand-in:}, so nobody takes it for the
 * real one. They are control files and scripts beside PostgreSQL's own, and only ever in an installation that is ours.
 */
public final class StandIns {
    /** What {@code pg_extension.extversion} says of each of them. */
    public static final String VERSION = "stand-in";

    private static final List<String> NAMES = List.of(
            "http",
            "hypopg",
            "index_advisor",
            "pg_cron",
            "pg_graphql",
            "pg_hashids",
            "pg_jsonschema",
            "pg_net",
            "pgaudit",
            "pgjwt",
            "pgmq",
            "pgsodium",
            "plpgsql_check",
            "postgis",
            "supabase_vault",
            "vector");

    /** What takes over, in the script of an extension, what the prelude has made in a schema. */
    private static final Pattern ADOPTION = Pattern.compile("(?m)^ *-- \\{adopt (\\w+)}\\n");

    /** What a script makes where no prelude did: the same, so it is written there only. */
    private static final Pattern SHARED = Pattern.compile("(?m)^ *-- \\{as in supabase\\.sql}\\n");

    private static final String ADOPT = "standin/adopt.sql";
    private static final String PRELUDE = "supabase.sql";

    private static final Path EXTENSIONS = Path.of("share", "postgresql", "extension");

    private StandIns() {}

    /** The extensions that can be stood in for, by name. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Puts them where a server finds them; one that has the real extension keeps it. May be called again, and by several
     * runs at once: each file is there whole or not at all, and its control file comes last.
     *
     * @param extensionFolder {@code share/postgresql/extension} of an installation that is ours alone
     * @throws IOException where nothing can be written there
     */
    public static void install(Path extensionFolder) throws IOException {
        for (String name : NAMES) {
            Path control = extensionFolder.resolve(name + ".control");
            byte[] ours = control(name);
            byte[] there = Files.exists(control) ? Files.readAllBytes(control) : null;
            if (there == null || isStandIn(there)) {
                write(extensionFolder.resolve(name + "--" + VERSION + ".sql"), script(name));
                if (!Arrays.equals(there, ours)) {
                    write(control, ours);
                }
            }
        }
    }

    /**
     * The same PostgreSQL with the stand-ins in it, beside the one that has none: a database that is no scratch database
     * never gets them. It is made once, of links, and takes no room to speak of.
     *
     * @param home with {@code bin/postgres}, in a cache of ours
     * @return another such folder
     * @throws IOException where nothing can be written beside it
     */
    public static Path installation(Path home) throws IOException {
        Path folder = home.toAbsolutePath().normalize().getParent();
        Path made = home.resolveSibling(home.getFileName() + "-stand-ins-" + fingerprint());
        if (whole(made)) {
            return made;
        }
        Path making = Files.createTempDirectory(folder, ".stand-ins");
        try {
            if (Files.isDirectory(made)) {
                Files.move(made, making.resolve("broken"), StandardCopyOption.ATOMIC_MOVE);
                Folders.delete(making);
                Files.createDirectory(making);
            }
            mirror(folder.resolve(home.getFileName()), making);
            install(making.resolve(EXTENSIONS));
            Files.move(making, made, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException byAnother) {
            Folders.delete(making);
        } catch (IOException failed) {
            Folders.delete(making);
            if (!Files.isDirectory(made)) {
                throw failed;
            }
        }
        return made;
    }

    /** Links lead nowhere where the installation that they lead to was taken away. */
    private static boolean whole(Path made) throws IOException {
        if (!Files.isDirectory(made)) {
            return false;
        }
        for (Path entry : entries(made)) {
            if (!Files.exists(entry)) {
                return false;
            }
        }
        return true;
    }

    /** PostgreSQL looks for all else from where its program really is: that and the extensions are files, not links. */
    private static void mirror(Path home, Path to) throws IOException {
        enterable(to);
        for (Path entry : entries(home)) {
            Path copy = to.resolve(entry.getFileName());
            if (entry.endsWith("bin")) {
                copies(entry, copy);
            } else if (entry.endsWith("share")) {
                Path inner = entry.resolve("postgresql");
                Files.createDirectories(copy.resolve("postgresql"));
                enterable(copy);
                enterable(copy.resolve("postgresql"));
                for (Path part : entries(inner)) {
                    Path place = copy.resolve("postgresql").resolve(part.getFileName());
                    if (part.endsWith("extension")) {
                        copies(part, place);
                    } else {
                        link(place, part);
                    }
                }
            } else {
                link(copy, entry);
            }
        }
    }

    /** Relative, so that the cache may be moved, or be seen under another path. */
    private static void link(Path place, Path to) throws IOException {
        Files.createSymbolicLink(place, place.getParent().relativize(to));
    }

    private static void copies(Path folder, Path to) throws IOException {
        Files.createDirectory(to);
        enterable(to);
        for (Path file : entries(folder)) {
            try {
                Files.createLink(to.resolve(file.getFileName()), file);
            } catch (IOException | UnsupportedOperationException noLinks) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    /** The server may run under another account than we do. */
    private static void enterable(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Another one for each release of this program that brings other files; each run asks, so nothing is put together. */
    private static String fingerprint() {
        var sum = new CRC32();
        for (String name : NAMES) {
            sum.update(control(name));
            sum.update(resource(scriptName(name)));
        }
        sum.update(resource(ADOPT));
        sum.update(resource(PRELUDE));
        return Long.toHexString(sum.getValue());
    }

    private static boolean isStandIn(byte[] control) {
        return new String(control, StandardCharsets.UTF_8).contains("default_version = '" + VERSION + "'");
    }

    private static void write(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path unfinished = Files.createTempFile(file.getParent(), ".stand-in", ".tmp");
        try {
            Files.write(unfinished, content);
            if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
                // The server may run under another account than we do.
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static byte[] control(String name) {
        return resource("standin/" + name + ".control");
    }

    private static byte[] script(String name) {
        String script = text(scriptName(name));
        script = ADOPTION.matcher(script)
                .replaceAll(schema -> Matcher.quoteReplacement(
                        text(ADOPT).replace("{schema}", schema.group(1)).replace("{extension}", name)));
        return SHARED.matcher(script)
                .replaceAll(here -> Matcher.quoteReplacement(shared(name)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String shared(String name) {
        String prelude = text(PRELUDE);
        String begin = "-- {stand-in " + name + "}\n";
        int from = prelude.indexOf(begin) + begin.length();
        return prelude.substring(from, prelude.lastIndexOf('\n', prelude.indexOf("-- {end}", from)) + 1);
    }

    private static String scriptName(String name) {
        return "standin/" + name + "--" + VERSION + ".sql";
    }

    private static String text(String resource) {
        return new String(resource(resource), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(StandIns.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Which extensions of a database are only stood in for. */
    public static List<String> installed(Session session) {
        return column(
                session,
                "select extname from pg_catalog.pg_extension where extversion = '" + VERSION + "' order by extname");
    }

    /** Which extensions a server only has as stand-ins. */
    public static List<String> available(Session session) {
        return column(
                session,
                "select name from pg_catalog.pg_available_extensions where default_version = '" + VERSION
                        + "' order by name");
    }

    private static List<String> column(Session session, String query) {
        return session.rows(query).stream().map(row -> row.get(0)).toList();
    }
}
