package dev.migrate.shadow;

import dev.migrate.database.Identifier;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.problem.MigrationFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server of our own that lives as long as the run, on a copy of a data directory that is kept in the cache.
 *
 * <p>Nothing on it is worth a write to the disk. Its settings are those of a new server otherwise, but for more locks:
 * a large schema is built in one transaction.
 */
final class CachedServer implements ScratchServer {
    private static final String PRELUDE = "migrate_prelude";
    private static final Object ONE_AT_A_TIME = new Object();

    private final Installation installation;
    private final Run run;
    private final Optional<Watchdog> watchdog;
    private final PostgresServer server;
    private final String template;
    private final Likeness likeness;
    private Session session;
    private OwnRoles roles;
    private Set<String> standInRoles = Set.of();
    private int made;

    private CachedServer(
            Installation installation,
            Run run,
            Optional<Watchdog> watchdog,
            PostgresServer server,
            String template,
            Likeness likeness) {
        this.likeness = likeness;
        this.installation = installation;
        this.run = run;
        this.watchdog = watchdog;
        this.server = server;
        this.template = template;
    }

    /** Starts a server. */
    static CachedServer open(Installation installation, ShadowRequest request) throws IOException {
        ServerAccount account = ServerAccount.choose();
        Path folder = reached(request.cache(), account).resolve("shadow");
        Files.createDirectories(folder);
        Path place = ScratchPlace.of(folder, request.variables());
        var runs = new Runs(place, ScratchPlace.prefix(folder));
        synchronized (ONE_AT_A_TIME) {
            try (var gate = FileChannel.open(
                            folder.resolve("gate.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = gate.lock()) {
                Run run = runs.begin();
                CachedServer started = null;
                try {
                    clear(runs.left(run), installation, account);
                    started = start(installation, run, account, new PreparedData(folder), request);
                    return started;
                } finally {
                    if (started == null) {
                        run.close();
                    }
                }
            }
        }
    }

    /** Root's home is closed to the account to which root steps down. */
    private static Path reached(Path cache, ServerAccount account) throws IOException {
        Files.createDirectories(cache);
        return account.reaches(cache) ? cache : SharedCache.folder();
    }

    private static void clear(List<Run> left, Installation installation, ServerAccount account) throws IOException {
        for (Run run : left) {
            try (run) {
                end(new PostgresServer(installation.home(), run.folder(), account));
            }
        }
    }

    /** The watchdog of the run that is dead may be about to do the same. */
    private static void end(PostgresServer server) throws IOException {
        try {
            if (server.occupied()) {
                server.stopImmediately();
            }
        } catch (IOException error) {
            if (server.occupied()) {
                throw error;
            }
        }
    }

    private static CachedServer start(
            Installation installation, Run run, ServerAccount account, PreparedData prepared, ShadowRequest request)
            throws IOException {
        Prelude prelude = request.prelude();
        var started = new CachedServer(
                installation,
                run,
                Watchdog.over(run.folder()),
                new PostgresServer(installation.home(), run.folder(), account),
                prelude.isEmpty() ? Likeness.TEMPLATE : PRELUDE,
                new Likeness(request.properties()));
        boolean begun = false;
        try {
            started.begin(prepared, name(installation, account, request), prelude, account);
            started.standInRoles =
                    Set.copyOf(TargetRoles.make(started.session, request.roles(), Optional.empty(), started::refused));
            started.roles = new OwnRoles(started.session);
            begun = true;
            return started;
        } finally {
            if (!begun) {
                started.close();
            }
        }
    }

    private void begin(PreparedData prepared, String name, Prelude prelude, ServerAccount account) throws IOException {
        if (watchdog.isPresent()) {
            watchdog.get().starting();
        }
        if (!prepared.copy(name, run.folder())) {
            make(prelude);
            prepared.keep(name, run.folder());
        }
        account.own(run.folder());
        session = Session.open(server.start(settings()), "migrate shadow");
    }

    private void make(Prelude prelude) throws IOException {
        var arguments = new ArrayList<>(List.of("--wal-segsize=1"));
        if (Integer.parseInt(installation.major()) >= 18) {
            arguments.add("--no-data-checksums");
        }
        server.initialize(installation.major(), arguments);
        if (!prelude.isEmpty()) {
            Target target = server.start(settings());
            try (Session maker = Session.open(target, "migrate shadow")) {
                String quoted = Identifier.quoted(PRELUDE);
                made(maker, PRELUDE, Likeness.TEMPLATE).ifPresent(error -> {
                    throw maker.refused(error);
                });
                prelude.load(target.withDatabase(PRELUDE));
                maker.rows("ALTER DATABASE " + quoted + " ALLOW_CONNECTIONS false");
            }
            server.stop();
        }
    }

    private Map<String, String> settings() {
        var settings = new HashMap<>(Map.ofEntries(
                Map.entry("fsync", "off"),
                Map.entry("synchronous_commit", "off"),
                Map.entry("full_page_writes", "off"),
                Map.entry("autovacuum", "off"),
                Map.entry("shared_buffers", "32MB"),
                Map.entry("huge_pages", "off"),
                Map.entry("min_wal_size", "32MB"),
                Map.entry("max_connections", "50"),
                Map.entry("max_locks_per_transaction", "512"),
                Map.entry("wal_level", "logical"),
                Map.entry("max_logical_replication_workers", "0"),
                Map.entry("jit", "off"),
                Map.entry("log_min_messages", "fatal")));
        if (File.separatorChar != '\\') {
            // In the folder of the server, so that it goes with it; containers often have next to no shared memory.
            settings.put("dynamic_shared_memory_type", "mmap");
        }
        if (Integer.parseInt(installation.major()) >= 18) {
            settings.put("io_method", "sync"); // workers would have to be started first
        }
        return settings;
    }

    /** Tells apart what is different at the beginning. */
    private static String name(Installation installation, ServerAccount account, ShadowRequest request)
            throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            Path bin = installation.home().resolve("bin").toRealPath();
            for (Path file : List.of(bin.resolve("initdb"), bin.resolve("postgres"))) {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                digest.update((file + " " + attributes.size() + " " + attributes.lastModifiedTime() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            digest.update(account.identity().getBytes(StandardCharsets.UTF_8));
            request.prelude().digest(digest);
            if (!request.prelude().isEmpty()) {
                digest.update(request.properties().getBytes(StandardCharsets.UTF_8));
            }
            return installation.major() + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public String newName() {
        return "migrate_shadow_" + ++made;
    }

    @Override
    public String template() {
        return template;
    }

    @Override
    public Optional<ServerError> make(String name, String of) {
        return made(session, name, of);
    }

    private Optional<ServerError> made(Session maker, String name, String of) {
        String statement = "CREATE DATABASE " + Identifier.quoted(name) + " TEMPLATE " + Identifier.quoted(of)
                + " STRATEGY file_copy";
        return likeness.make(of, properties -> maker.ask(statement + properties).error());
    }

    @Override
    public MigrationFailure refused(ServerError error) {
        return session.refused(error);
    }

    @Override
    public ScratchRoles roles() {
        return roles;
    }

    @Override
    public Set<String> standInRoles() {
        return standInRoles;
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public String description() {
        return installation.description();
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
        try {
            if (watchdog.isPresent()) {
                watchdog.get().close();
            } else {
                end(server);
            }
            run.close();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
