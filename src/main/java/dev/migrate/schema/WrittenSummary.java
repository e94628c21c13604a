package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Identity;
import dev.migrate.schema.SchemaWritten.Change;
import dev.migrate.schema.SchemaWritten.FileChange;
import dev.migrate.schema.SchemaWritten.ObjectChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Says what a draft changes. */
final class WrittenSummary {
    private static final int LONGEST_WORDS = 60;

    private final SchemaFolder folder;
    private final Making making;
    private final Catalog have;
    private final Rewriting rewriting;

    WrittenSummary(SchemaFolder folder, Making making, Catalog have, Rewriting rewriting) {
        this.folder = folder;
        this.making = making;
        this.have = have;
        this.rewriting = rewriting;
    }

    SchemaWritten of(Draft draft, List<String> notes, Collection<String> unreadable) {
        var warnings = new ArrayList<String>();
        notes.forEach(note -> warnings.add(note.replaceAll("(?m)^-- ?", "")));
        warnings.addAll(unreadable);
        return new SchemaWritten(
                folder.location().name(),
                files(draft),
                objects(draft),
                kept(draft),
                rewriting.lost().stream().map(folder::shown).toList(),
                warnings);
    }

    private List<FileChange> files(Draft draft) {
        var files = new ArrayList<FileChange>();
        for (DraftFile file : draft.files()) {
            Optional<SchemaFile> was = file.was();
            boolean same = was.isPresent() && was.get().text().equals(file.render());
            Change change = was.isEmpty() ? Change.ADDED : same ? Change.UNCHANGED : Change.CHANGED;
            files.add(new FileChange(folder.shown(file.name()), change));
        }
        for (SchemaFile file : folder.files()) {
            if (draft.files().stream().noneMatch(one -> one.name().equals(file.name()))) {
                files.add(new FileChange(folder.shown(file.name()), Change.REMOVED));
            }
        }
        return files;
    }

    private List<ObjectChange> objects(Draft draft) {
        var objects = new ArrayList<ObjectChange>();
        var seen = new HashSet<Identity>();
        for (DraftFile file : draft.files()) {
            for (Entry entry : file.entries()) {
                for (Facet facet : entry.own().isPresent() ? entry.facets() : List.<Facet>of()) {
                    if (seen.add(facet.whole())) {
                        boolean was = have.find(facet.whole()).isPresent();
                        objects.add(new ObjectChange(
                                facet.whole(), folder.shown(file.name()), was ? Change.CHANGED : Change.ADDED));
                    }
                }
            }
        }
        for (SchemaFile file : folder.files()) {
            for (SchemaStatement statement : file.statements()) {
                for (Facet facet : making.of(file, statement)) {
                    if (rewriting.gone().contains(facet.whole()) && seen.add(facet.whole())) {
                        objects.add(new ObjectChange(facet.whole(), folder.shown(file.name()), Change.REMOVED));
                    }
                }
            }
        }
        return objects;
    }

    private List<String> kept(Draft draft) {
        var kept = new ArrayList<String>();
        for (DraftFile file : draft.files()) {
            for (Entry entry : file.entries()) {
                entry.origin()
                        .filter(statement -> entry.facets().isEmpty() && !DraftFile.isSetting(statement))
                        .ifPresent(statement -> kept.add(
                                folder.shown(file.name()) + ":" + statement.line() + ": " + words(statement.sql())));
            }
        }
        return kept;
    }

    private static String words(String sql) {
        String line = sql.lines().findFirst().orElse("").strip();
        return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
    }
}
