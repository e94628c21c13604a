package dev.migrate.plan;

import dev.migrate.history.History;
import dev.migrate.history.Recorded;
import dev.migrate.migration.Migration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lays files and history side by side: each migration with its row.
 *
 * <p>A row belongs to the file with its id; failing that, to a file with the same content: it was renamed or moved,
 * and is not run again for that.
 */
final class Standings {
    private final Inventory inventory;
    private final boolean fresh;
    private final Map<String, Recorded> unclaimed = new LinkedHashMap<>();
    private final IdentityHashMap<Migration, Recorded> rows = new IdentityHashMap<>();
    private final Set<Migration> renamed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Migration> covered = Collections.newSetFromMap(new IdentityHashMap<>());

    Standings(Inventory inventory, History history, boolean fresh) {
        this.inventory = inventory;
        this.fresh = fresh;
        history.rows().forEach(row -> unclaimed.put(row.id(), row));
        covered.addAll(inventory.covered());
        claim();
    }

    /** All of them, in the order in which {@code apply} would run them. */
    List<Standing> all() {
        var standings = new ArrayList<Standing>();
        inventory.bootstrap().ifPresent(file -> standings.add(standing(file, bootstrapState(file))));
        for (Migration file : inventory.archive()) {
            Recorded row = rows.get(file);
            if (row != null) {
                standings.add(standing(file, archivedState(row)));
            }
        }
        for (Recorded row : unclaimed.values()) {
            State state = row.state().inEffect()
                    ? State.MISSING
                    : State.valueOf(row.state().name());
            standings.add(new Standing(Optional.empty(), Optional.of(row), state, false));
        }
        int lastInEffect = lastInEffect();
        for (int i = 0; i < inventory.ordered().size(); i++) {
            Migration file = inventory.ordered().get(i);
            standings.add(standing(file, state(file, i < lastInEffect)));
        }
        return standings;
    }

    private void claim() {
        var files = new ArrayList<Migration>();
        inventory.bootstrap().ifPresent(files::add);
        files.addAll(inventory.ordered());
        files.addAll(inventory.archive());
        claimBy(files, file -> file.id());
        // An id gets its source in front when a second file of that name appears, and loses it again.
        claimBy(files, Migration::qualifiedId);
        claimBy(files, Migration::name);
        var byContent = new HashMap<String, Recorded>();
        for (Recorded row : unclaimed.values()) {
            byContent.putIfAbsent(row.checksum(), row);
        }
        for (Migration file : files) {
            // Asked for last: a large file still computes its checksum.
            Recorded row = byContent.isEmpty() || rows.containsKey(file)
                    ? null
                    : byContent.remove(file.checksum().toString());
            if (row != null) {
                unclaimed.remove(row.id());
                rows.put(file, row);
                renamed.add(file);
            }
        }
    }

    private void claimBy(List<Migration> files, java.util.function.Function<Migration, String> key) {
        for (Migration file : files) {
            if (rows.containsKey(file)) {
                continue;
            }
            String id = key.apply(file);
            Recorded row = unclaimed.get(id);
            boolean sameSource =
                    row != null && (id.equals(file.id()) || row.source().equals(file.source()));
            if (sameSource) {
                unclaimed.remove(id);
                rows.put(file, row);
                boolean moved =
                        !row.file().equals(file.file()) && !inventory.archive().contains(file);
                if (moved || !row.id().equals(file.id())) {
                    renamed.add(file);
                }
            }
        }
    }

    private Standing standing(Migration file, State state) {
        return new Standing(Optional.of(file), Optional.ofNullable(rows.get(file)), state, renamed.contains(file));
    }

    private State bootstrapState(Migration file) {
        if (rows.containsKey(file)) {
            return state(file, false);
        }
        return fresh ? State.PENDING : State.NOT_NEEDED;
    }

    private static State archivedState(Recorded row) {
        return switch (row.state()) {
            case COVERED -> State.COVERED;
            case APPLIED, BASELINED -> State.ARCHIVED;
            case RUNNING -> State.RUNNING;
            case FAILED -> State.FAILED;
            case ROLLING_BACK -> State.ROLLING_BACK;
            case ROLLED_BACK -> State.ROLLED_BACK;
        };
    }

    private State state(Migration file, boolean olderThanApplied) {
        Recorded row = rows.get(file);
        if (row == null) {
            return withoutRow(file, olderThanApplied);
        }
        boolean same = row.checksum().equals(file.checksum().toString());
        return switch (row.state()) {
            case APPLIED -> same ? State.APPLIED : edited(file);
            case BASELINED -> same ? State.BASELINED : edited(file);
            case COVERED -> same ? State.COVERED : edited(file);
            case RUNNING -> State.RUNNING;
            case FAILED -> State.FAILED;
            case ROLLING_BACK -> State.ROLLING_BACK;
            case ROLLED_BACK -> State.ROLLED_BACK;
        };
    }

    private static State edited(Migration file) {
        return file.repeatable() ? State.PENDING : State.CHANGED;
    }

    private State withoutRow(Migration file, boolean olderThanApplied) {
        if (fresh && inventory.bootstrap().isPresent() && covered.contains(file)) {
            return State.COVERED;
        }
        if (file.excluded()) {
            return State.NOT_NEEDED;
        }
        if (file.optional()) {
            return State.OPTIONAL;
        }
        return olderThanApplied && !file.repeatable() ? State.OUT_OF_ORDER : State.PENDING;
    }

    private int lastInEffect() {
        int last = -1;
        for (int i = 0; i < inventory.ordered().size(); i++) {
            Migration file = inventory.ordered().get(i);
            Recorded row = rows.get(file);
            if (row != null && row.state().inEffect() && !file.repeatable()) {
                last = i;
            }
        }
        return last;
    }
}
