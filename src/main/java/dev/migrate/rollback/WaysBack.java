package dev.migrate.rollback;

import dev.migrate.apply.Edit;
import dev.migrate.history.Entry;
import dev.migrate.history.KeptUnit;
import dev.migrate.history.KeptWayBack;
import dev.migrate.history.Recorded;
import dev.migrate.history.WaysBackReader;
import dev.migrate.migration.DownScript;
import dev.migrate.migration.MigrationScript;
import dev.migrate.migration.Project;
import dev.migrate.migration.ScriptText;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Standing;
import dev.migrate.problem.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what undoes migrations. The text that the history kept when the migration was applied counts, and the file only
 * where there is none, or where the user asks for it.
 */
final class WaysBack {
    private static final int LONGEST = Entry.KEPT_TEXT;

    private final WaysBackReader history;
    private final Inventory inventory;
    private final boolean fromFiles;
    private final Consumer<String> warnings;
    private final Map<String, DownScript> files = new HashMap<>();
    private final Map<String, String> rowIds = new HashMap<>();

    /**
     * Looks in one history, and in the files that belong to its rows.
     *
     * @param warnings told where file and history hold different texts
     */
    WaysBack(
            WaysBackReader history,
            List<Standing> standings,
            Inventory inventory,
            boolean fromFiles,
            Consumer<String> warnings) {
        this.history = history;
        this.inventory = inventory;
        this.fromFiles = fromFiles;
        this.warnings = warnings;
        for (Standing standing : standings) {
            standing.recorded().ifPresent(row -> {
                standing.migration().flatMap(file -> file.down()).ifPresent(down -> files.put(row.id(), down));
                standing.migration().ifPresent(file -> rowIds.put(file.id(), row.id()));
            });
        }
    }

    /** The id in the history of what a file is named. */
    String rowId(String id) {
        return rowIds.getOrDefault(id, id);
    }

    /** Their own ways back, by id. */
    Map<String, WayBack> own(List<Recorded> rows) {
        Map<String, KeptWayBack> kept =
                history.of(rows.stream().map(Recorded::id).toList());
        var ways = new HashMap<String, WayBack>();
        for (Recorded row : rows) {
            Optional<DownScript> file = Optional.ofNullable(files.get(row.id()));
            Optional<KeptWayBack> text = Optional.ofNullable(kept.get(row.id()));
            own(row, file, text).ifPresent(way -> ways.put(row.id(), way));
        }
        return ways;
    }

    private Optional<WayBack> own(Recorded row, Optional<DownScript> file, Optional<KeptWayBack> kept) {
        Optional<WayBack> ofFile = file.map(down -> ofFile(row, down));
        if (ofFile.isPresent() && kept.isPresent()) {
            compare(row.id(), kept.get().text(), ofFile.get());
        }
        return fromFiles || kept.isEmpty() ? ofFile : Optional.of(ofHistory(row, kept.get(), ofFile));
    }

    private static WayBack ofFile(Recorded row, DownScript down) {
        String file = down.where().file();
        return new WayBack(
                WayBack.Kind.of(down.kind()),
                file,
                false,
                new MigrationScript(file, down.pieces()),
                text(file, down::text),
                List.of(row.id()));
    }

    private static WayBack ofHistory(Recorded row, KeptWayBack kept, Optional<WayBack> file) {
        return ofHistory(
                WayBack.Kind.of(kept.kind().orElse("")),
                kept.file().orElse(row.file()),
                kept.text(),
                List.of(row.id()),
                file);
    }

    /** Where the file still has the same text, errors are told by its lines. */
    private static WayBack ofHistory(
            WayBack.Kind kind, String name, String text, List<String> undoes, Optional<WayBack> file) {
        MigrationScript script = file.filter(way -> same(text, way))
                .map(way -> new MigrationScript(way.file(), inMemory(way)))
                .orElseGet(() -> {
                    String called = name + " (as it was applied)";
                    return new MigrationScript(called, List.of(ScriptText.of(text, new Place(called, 1, 1))));
                });
        return new WayBack(kind, name, true, script, Optional.of(text), undoes);
    }

    /** The pieces as they are now: a file that is changed while it runs is not what was compared. */
    private static List<ScriptText> inMemory(WayBack file) {
        return file.script().texts().stream()
                .map(piece -> ScriptText.of(
                        text(file.file(), () -> piece.text(LONGEST)).orElseThrow(), piece.where()))
                .toList();
    }

    /** The scripts that undo several at once. */
    List<WayBack> units() {
        var ofFiles = new ArrayList<WayBack>();
        for (Project.RollbackUnit unit : inventory.rollbacks()) {
            ofFiles.add(new WayBack(
                    WayBack.Kind.PLAN,
                    unit.file(),
                    false,
                    new MigrationScript(unit.file(), List.of(unit.script())),
                    text(unit.file(), () -> unit.script().text(LONGEST)),
                    unit.undoes().stream().map(this::rowId).toList()));
        }
        List<WayBack> units = new ArrayList<>();
        for (KeptUnit kept : history.units()) {
            Optional<WayBack> file = ofFiles.stream()
                    .filter(way -> new HashSet<>(way.undoes()).equals(new HashSet<>(kept.undoes())))
                    .findFirst();
            kept.text().ifPresent(text -> {
                file.ifPresent(way -> compare(String.join(", ", kept.undoes()), text, way));
                units.add(ofHistory(WayBack.Kind.PLAN, kept.file(), text, kept.undoes(), file));
            });
        }
        if (fromFiles) {
            return ofFiles;
        }
        units.addAll(ofFiles);
        return units;
    }

    private void compare(String of, String kept, WayBack file) {
        if (file.text().isEmpty() || same(kept, file)) {
            return;
        }
        String then = "in the history";
        String diff = Edit.of(
                        then, normal(kept), file.file(), normal(file.text().get()))
                .diff();
        warnings.accept("the way back of " + of + " was edited since it was applied; "
                + (fromFiles
                        ? "the text of " + file.file() + " runs"
                        : "the text in the history runs, and with --from-files that of " + file.file())
                + diff);
    }

    private static boolean same(String kept, WayBack file) {
        return file.text().filter(text -> normal(text).equals(normal(kept))).isPresent();
    }

    private static String normal(String text) {
        return text.replace("\r\n", "\n");
    }

    private interface Reading {
        Optional<String> text() throws IOException;
    }

    private static Optional<String> text(String file, Reading reading) {
        try {
            return reading.text();
        } catch (IOException unreadable) {
            throw UnreadableFile.of(file, unreadable);
        }
    }
}
