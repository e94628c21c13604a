package dev.migrate.rollback;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.DifferenceClass;
import dev.migrate.catalog.Settling;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A scratch database that is led through scripts, and made anew where it has left their way. One at a time. */
final class Road implements AutoCloseable {
    private final Shadow shadow;
    private final CatalogScope scope;
    private final Optional<String> role;
    private final List<UpScript> behind = new ArrayList<>();
    private ScratchDatabase database;
    private Session session;
    private Replay replay;
    private RowProof rows;
    private Catalog known;

    Road(Shadow shadow, CatalogScope scope, Optional<String> role) {
        this.shadow = shadow;
        this.scope = scope;
        this.role = role;
    }

    /** Brings the database to where these scripts lead, and says which of them does not run. */
    Optional<ReplayResult.Failure> to(List<UpScript> scripts) {
        if (database == null || !startsWith(scripts, behind)) {
            leave();
            database = shadow.create();
            session = database.connect("migrate shadow");
            replay = new Replay(session, role).besides(shadow::giveWay);
            rows = new RowProof(session, role);
        }
        List<UpScript> left = List.copyOf(scripts.subList(behind.size(), scripts.size()));
        if (left.isEmpty()) {
            return Optional.empty();
        }
        known = null;
        ReplayResult result = replay.run(left);
        behind.addAll(result.done());
        return result.failure();
    }

    private static boolean startsWith(List<UpScript> scripts, List<UpScript> behind) {
        return behind.size() <= scripts.size()
                && scripts.subList(0, behind.size()).equals(behind);
    }

    /** Runs what is not on the way: nobody but the caller knows where the database is then. */
    Optional<ReplayResult.Failure> aside(List<UpScript> scripts) {
        known = null;
        return replay.run(scripts).failure();
    }

    /** The structure of where it is; read once. */
    Catalog catalog() {
        if (known == null) {
            known = new CatalogReader(session, scope).read();
        }
        return known;
    }

    /** How the database differs from what it should be; what is only spelled otherwise is no difference. */
    List<Difference> differences(Catalog expected) {
        return Settling.between(expected, catalog(), question -> question.apply(session)).stream()
                .filter(difference -> difference.differenceClass() != DifferenceClass.RESPELLED)
                .toList();
    }

    /** What becomes of rows there and back; the database stays where it is, before the migrations. */
    RowProof.Result withRows(Passage passage) {
        return rows.of(passage);
    }

    /** The database is of no use any more. */
    void leave() {
        behind.clear();
        known = null;
        if (database != null) {
            session.close();
            database.close();
            database = null;
        }
    }

    @Override
    public void close() {
        leave();
    }
}
