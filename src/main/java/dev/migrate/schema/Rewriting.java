package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.schema.Draft.Spot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Files as they have to be for the structure that is wanted, with as little change to them as there can be: what makes an
 * object that is as it should be stays byte for byte, what makes another is written anew in its place.
 *
 * <p>A rule over values: whether the result loads, and gives that structure, is found out by loading it. What came out of
 * that is told with {@link #late}, {@link #rewrite} and {@link #drop}; then {@link #draft} gives another result.
 */
final class Rewriting {
    private final List<SchemaFile> files;
    private final Making making;
    private final Wholes wholes;
    private final Wanted wanted;
    private final Catalog have;
    private final Catalog want;
    private final Set<Facet> changed = new TreeSet<>();
    private final Set<Identity> gone = new TreeSet<>();
    private final Set<DdlStatement> late = new LinkedHashSet<>();
    private final Set<SchemaStatement> dropped = new HashSet<>();
    private final List<String> lost = new ArrayList<>();

    /**
     * A way from one structure to another.
     *
     * @param have what the files lead to
     * @param base what is there before them
     * @param differences between the two, as far as they are to be written: expected is wanted
     */
    Rewriting(
            List<SchemaFile> files,
            Making making,
            Wholes wholes,
            Wanted wanted,
            Catalog have,
            Catalog want,
            Catalog base,
            Collection<Difference> differences) {
        this.files = files;
        this.making = making;
        this.wholes = wholes;
        this.wanted = wanted;
        this.have = have;
        this.want = want;
        differences.forEach(this::differs);
        comeAndGone(base);
    }

    /**
     * What is not there yet or not any more. What two structures have under two names is one difference to them; here the
     * one has to go, and the other to come.
     */
    private void comeAndGone(Catalog base) {
        for (Identity object : have.objects().keySet()) {
            boolean goes = want.find(object).isEmpty() && base.find(object).isEmpty() && written(object.kind());
            Identity whole = wholes.of(object);
            if (goes && whole.equals(object)) {
                gone.add(object);
            } else if (goes && want.find(whole).isPresent()) {
                var key = new Facet(whole, Facet.Part.FOREIGN_KEY, object);
                changed.add(wholes.isForeignKey(object) && made(key) ? key : Facet.of(whole, Facet.Part.DEFINITION));
            }
        }
        for (Facet facet : wanted.facets()) {
            if (have.find(facet.whole()).isEmpty()) {
                changed.add(facet);
            }
        }
    }

    /** Whether the writer writes such objects at all. */
    private boolean written(ObjectKind kind) {
        return kind != ObjectKind.SETTINGS
                && kind != ObjectKind.DATABASE
                && (kind != ObjectKind.DEFAULT_PRIVILEGES || wanted.has(kind));
    }

    private void differs(Difference difference) {
        Facet facet = wholes.of(difference);
        boolean wanting = want.find(facet.whole()).isPresent();
        boolean having = have.find(facet.whole()).isPresent();
        if (!wanting) {
            gone.add(facet.whole());
        } else if (having && facet.part() == Facet.Part.FOREIGN_KEY && !made(facet)) {
            // It stands within the CREATE TABLE; or it is new, and then has a statement of its own.
            changed.add(difference.missing() ? facet : facet.definition());
        } else if (having) {
            changed.add(facet);
        }
    }

    private boolean made(Facet facet) {
        return files.stream()
                .anyMatch(file -> file.statements().stream()
                        .anyMatch(statement -> making.of(file, statement).contains(facet)));
    }

    /** This does not load where it stands: it goes to the last file. */
    boolean late(DdlStatement statement) {
        return late.add(statement);
    }

    /** What writes this has to be written anew; false where it is already. */
    boolean rewrite(Collection<Facet> facets) {
        return changed.addAll(facets);
    }

    /** An object is not as it should be although it was written: all that touches it or its table is written anew. */
    boolean rewrite(Identity object) {
        var all = new TreeSet<>(List.of(wholes.of(object), wholes.table(object)));
        Set<Facet> facets = wanted.facets().stream()
                .filter(facet -> all.contains(facet.whole()))
                .collect(Collectors.toCollection(TreeSet::new));
        all.forEach(whole -> facets.add(Facet.of(whole, Facet.Part.DEFINITION)));
        return changed.addAll(facets);
    }

    /** A statement of the files cannot stay: what it is about is not there any more. */
    boolean drop(SchemaStatement statement) {
        return dropped.add(statement);
    }

    /** Objects that the files make and that should not be there. */
    Set<Identity> gone() {
        return Set.copyOf(gone);
    }

    /** What people wrote and is not in the draft any more, each with its place. */
    List<String> lost() {
        return List.copyOf(lost);
    }

    /** The files as they would be. */
    Draft draft() {
        lost.clear();
        spread();
        Draft draft = Draft.of(files, making);
        Set<Facet> written = written(draft);
        Set<Facet> placed = new HashSet<>();
        for (DraftFile file : draft.files()) {
            for (Entry entry : List.copyOf(file.entries())) {
                if (dropped.contains(entry.origin().orElseThrow())) {
                    lose(file, entry, true);
                    file.remove(entry);
                } else if (stale(entry)) {
                    replace(file, entry, written, placed);
                }
            }
        }
        List<Facet> rest =
                written.stream().filter(facet -> !placed.contains(facet)).toList();
        new Placement(draft, wanted, wholes).place(rest);
        postpone(draft);
        draft.files().removeIf(DraftFile::empty);
        return draft;
    }

    /** A statement that writes two things is kept for both or for none. */
    private void spread() {
        boolean more = true;
        while (more) {
            more = false;
            for (SchemaFile file : files) {
                for (SchemaStatement statement : file.statements()) {
                    Set<Facet> facets = making.of(file, statement);
                    boolean one = facets.stream().anyMatch(this::goes);
                    for (Facet facet : facets) {
                        more |= one && !goes(facet) && changed.add(facet);
                    }
                }
            }
        }
    }

    private boolean goes(Facet facet) {
        return changed.contains(facet) || gone.contains(facet.whole());
    }

    private boolean stale(Entry entry) {
        return entry.facets().stream().anyMatch(this::goes);
    }

    /** What the writer has to write, in its order. */
    private Set<Facet> written(Draft draft) {
        var written = new LinkedHashSet<Facet>();
        for (Facet facet : wanted.facets()) {
            // A part that no statement of the files writes stood in the definition that goes.
            if (changed.contains(facet) || (changed.contains(facet.definition()) && !draft.has(facet))) {
                written.add(facet);
            }
        }
        return written;
    }

    private void replace(DraftFile file, Entry entry, Set<Facet> written, Set<Facet> placed) {
        int at = file.entries().indexOf(entry);
        List<Wanted.Ranked> statements = written.stream()
                .filter(entry::is)
                .filter(placed::add)
                .flatMap(facet -> wanted.of(facet).stream())
                .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
                .toList();
        lose(file, entry, statements.isEmpty());
        if (statements.isEmpty()) {
            file.remove(entry);
        } else {
            file.entries().remove(at);
            Draft.put(new Spot(file, at), statements, entry.before(), entry.above());
        }
    }

    private void lose(DraftFile file, Entry entry, boolean withAbove) {
        SchemaStatement statement = entry.origin().orElseThrow();
        for (var comment : statement.inside()) {
            lost.add(file.name() + ":" + comment.line() + ": " + comment.text());
        }
        int own = file.was().orElseThrow().text(statement.own()).length();
        String trailing = entry.text().substring(own);
        if (!trailing.isBlank()) {
            lost.add(file.name() + ":" + statement.line() + ": " + trailing.strip());
        }
        if (withAbove && !entry.above().isBlank()) {
            int line = statement.line() - Math.toIntExact(entry.above().lines().count());
            lost.add(file.name() + ":" + line + ": " + entry.above().strip());
        }
    }

    private void postpone(Draft draft) {
        if (late.isEmpty()) {
            return;
        }
        var moved = new ArrayList<Wanted.Ranked>();
        for (DraftFile file : draft.files()) {
            for (Entry entry : List.copyOf(file.entries())) {
                Optional<DdlStatement> own = entry.own();
                if (own.isPresent() && late.contains(own.get())) {
                    file.remove(entry);
                    Facet facet = entry.facets().first();
                    wanted.of(facet).stream()
                            .filter(one -> one.statement().equals(own.get()))
                            .forEach(moved::add);
                }
            }
        }
        moved.sort((one, other) -> Integer.compare(one.rank(), other.rank()));
        DraftFile file = draft.file(Topics.LATE);
        Draft.put(new Spot(file, file.entries().size()), moved, "", "");
    }
}
