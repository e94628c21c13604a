package dev.migrate.schema;

import dev.migrate.catalog.Identity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All files of a folder that is being written anew, in the order in which they load. */
final class Draft {
    /** A place before an entry, or behind the last of a file. */
    record Spot(DraftFile file, int at) {}

    private final List<DraftFile> files = new ArrayList<>();

    /** The files as they are. */
    static Draft of(List<SchemaFile> files, Making making) {
        var draft = new Draft();
        for (SchemaFile file : files) {
            DraftFile copy = DraftFile.of(file);
            int before = 0;
            for (SchemaStatement statement : file.statements()) {
                int above = statement.span().from();
                int own = statement.own().from();
                copy.read(new Entry(
                        file.text(before, above),
                        file.text(above, own),
                        file.text(own, statement.span().to()),
                        making.of(file, statement),
                        Optional.of(statement),
                        Optional.empty()));
                before = statement.span().to();
            }
            draft.files.add(copy);
        }
        return draft;
    }

    List<DraftFile> files() {
        return files;
    }

    /** The file of that name, which is made where there is none. */
    DraftFile file(String name) {
        for (DraftFile file : files) {
            if (file.name().equals(name)) {
                return file;
            }
        }
        DraftFile created = DraftFile.created(name);
        files.add(created);
        files.sort(Comparator.comparing(DraftFile::name));
        return created;
    }

    boolean has(Facet facet) {
        return first(entry -> entry.is(facet)).isPresent();
    }

    boolean hasWhole(Identity whole) {
        return first(of(whole)).isPresent();
    }

    static Predicate<Entry> of(Identity whole) {
        return entry -> entry.facets().stream()
                .anyMatch(facet -> facet.whole().equals(whole) && facet.part() != Facet.Part.GRANTS);
    }

    /** The first such entry. */
    Optional<Spot> first(Predicate<Entry> wanted) {
        for (DraftFile file : files) {
            for (int i = 0; i < file.entries().size(); i++) {
                if (wanted.test(file.entries().get(i))) {
                    return Optional.of(new Spot(file, i));
                }
            }
        }
        return Optional.empty();
    }

    /** Behind the last such entry. */
    Optional<Spot> behind(Predicate<Entry> wanted) {
        for (int f = files.size() - 1; f >= 0; f--) {
            Optional<Spot> found = behind(files.get(f), wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Behind the last such entry of a file. */
    static Optional<Spot> behind(DraftFile file, Predicate<Entry> wanted) {
        for (int i = file.entries().size() - 1; i >= 0; i--) {
            if (wanted.test(file.entries().get(i))) {
                return Optional.of(new Spot(file, i + 1));
            }
        }
        return Optional.empty();
    }

    /** Whether one place loads before another. */
    boolean before(Spot one, Spot other) {
        int first = files.indexOf(one.file());
        int second = files.indexOf(other.file());
        return first < second || (first == second && one.at() < other.at());
    }

    /** Puts statements of the writer's at a place, one behind the other. */
    static void put(Spot spot, List<Wanted.Ranked> statements, String before, String above) {
        int at = spot.at() == 0 && before.isEmpty() ? behindHeader(spot.file()) : spot.at();
        boolean first = true;
        for (Wanted.Ranked one : statements) {
            var facets = new TreeSet<Facet>();
            facets.add(one.facet());
            spot.file()
                    .insert(
                            at++,
                            new Entry(
                                    first ? before : "",
                                    first ? above : "",
                                    one.statement().sql() + ";",
                                    facets,
                                    Optional.empty(),
                                    Optional.of(one.statement())));
            first = false;
        }
    }

    /** What stands at the top of a file before its first statement stays there. */
    private static int behindHeader(DraftFile file) {
        List<Entry> entries = file.entries();
        if (entries.isEmpty() || entries.get(0).before().isBlank()) {
            return 0;
        }
        Entry head = entries.get(0);
        if (!head.isGap()) {
            String header = head.before().stripTrailing();
            entries.set(0, head.with(head.before().substring(header.length())));
            entries.add(0, Entry.gap(header));
        }
        return 1;
    }
}
