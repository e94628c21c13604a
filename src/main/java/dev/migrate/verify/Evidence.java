package dev.migrate.verify;

import dev.migrate.apply.Status;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.plan.Inventory;
import dev.migrate.rehearse.AppliedScripts;
import dev.migrate.rehearse.Rebuilds;
import dev.migrate.shadow.Shadow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What the checks look at. Each part is obtained when a check first asks for it, and kept for the others; what has to
 * be closed is closed with this, the last obtained first.
 *
 * <p>A new part is a field {@code Obtained<T>} and a method that asks it; what it opens goes through {@link #keep}.
 * Session, settings and files belong to whoever made this, and stay open.
 */
public final class Evidence implements AutoCloseable {
    private final Settings settings;
    private final Inventory inventory;
    private final HistoryTable historyTable;
    private final Session session;
    private final Deque<AutoCloseable> kept = new ArrayDeque<>();
    private final Obtained<Status> status = new Obtained<>(this::readStatus);
    private final Obtained<Catalog> target = new Obtained<>(this::readTarget);
    private final Obtained<AppliedScripts> applied = new Obtained<>(this::readApplied);
    private final Obtained<Rebuilds> rebuilds;

    /**
     * Looks at nothing yet.
     *
     * @param shadow starts a scratch server
     */
    public Evidence(
            Settings settings,
            Inventory inventory,
            HistoryTable historyTable,
            Session session,
            Supplier<Shadow> shadow) {
        this.settings = settings;
        this.inventory = inventory;
        this.historyTable = historyTable;
        this.session = session;
        this.rebuilds = new Obtained<>(
                () -> keep(new Rebuilds(shadow, scope(), settings.database().role())));
    }

    public Settings settings() {
        return settings;
    }

    /** The files, in the order in which they run. */
    public Inventory inventory() {
        return inventory;
    }

    public HistoryTable historyTable() {
        return historyTable;
    }

    /** On the target; idle between two checks. */
    public Session session() {
        return session;
    }

    /** How every migration stands on the target. */
    public Status status() {
        return status.get();
    }

    private Status readStatus() {
        return Status.of(session, historyTable, inventory);
    }

    /** Which schemas count where structures are compared. */
    public CatalogScope scope() {
        return CatalogScope.of(historyTable.schema());
    }

    /** The structure of the target. */
    public Catalog target() {
        return target.get();
    }

    private Catalog readTarget() {
        return new CatalogReader(session, scope()).readWithDependencies();
    }

    /**
     * Whether migrations that were only recorded run on a scratch database: not where what they made is part of the
     * structure that was taken from the target.
     */
    boolean baselinedRun() {
        return !settings.shadow().existingIsTarget();
    }

    /** What was run on the target. */
    public AppliedScripts applied() {
        return applied.get();
    }

    private AppliedScripts readApplied() {
        return AppliedScripts.of(
                status().standings(), inventory, new HistoryReader(session, historyTable), baselinedRun());
    }

    /** The databases that scripts make on a scratch server. */
    public Rebuilds rebuilds() {
        return rebuilds.get();
    }

    /** Closes it with this. */
    <T extends AutoCloseable> T keep(T opened) {
        kept.push(opened);
        return opened;
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!kept.isEmpty()) {
            try {
                kept.pop().close();
            } catch (Exception failure) {
                RuntimeException thrown =
                        failure instanceof RuntimeException plain ? plain : new IllegalStateException(failure);
                if (first == null) {
                    first = thrown;
                } else {
                    first.addSuppressed(thrown);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
