package dev.migrate.schema;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.DdlOptions;
import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.DdlWriter;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.config.Location;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.schema.SchemaLoader.Ground;
import dev.migrate.schema.SchemaLoader.Loaded;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a structure into a folder of SQL files, around what people wrote there.
 *
 * <p>Nothing is replaced before what would be written was loaded into a scratch database, and gave that structure.
 */
public final class SchemaWrite {
    /** A statement that says something of an object, and is nothing without it. */
    private static final Pattern REMARK =
            Pattern.compile("\\s*(grant|revoke|comment|alter\\s+default)\\b", Pattern.CASE_INSENSITIVE);

    private static final int MOST_TRIES = 300;

    private final SchemaLoader loader;
    private final DdlOptions options;
    private final BiFunction<Catalog, DdlOptions, List<DdlStatement>> writer;

    /**
     * Writes nothing yet.
     *
     * @param options what is written beside structure
     */
    public SchemaWrite(SchemaLoader loader, DdlOptions options) {
        this(loader, options, DdlWriter::write);
    }

    SchemaWrite(SchemaLoader loader, DdlOptions options, BiFunction<Catalog, DdlOptions, List<DdlStatement>> writer) {
        this.loader = loader;
        this.options = options;
        this.writer = writer;
    }

    /**
     * Makes the files of a folder say this structure.
     *
     * @param want read with its dependencies
     * @throws MigrationFailure exit code 2 where the files that are there do not load, or the folder cannot be written
     *     to; 1 where what was written does not load or gives another structure: then nothing was replaced
     */
    public SchemaWritten run(Catalog want, Location out) {
        SchemaFolder folder = SchemaFolder.read(out);
        Loaded there = folder.files().isEmpty()
                ? loader.load(List.of(), Ground.PLATFORM, true)
                : loader.observe(folder.scripts());
        there.replay().failure().ifPresent(failure -> {
            throw doesNotLoad(folder, failure);
        });
        var attempt = new Attempt(folder, there, want);
        Draft draft = attempt.run();
        SchemaWritten written = attempt.written(draft);
        var texts = draft.files().stream()
                .filter(DraftFile::changed)
                .collect(Collectors.toMap(DraftFile::name, DraftFile::render));
        texts.entrySet().removeIf(one -> attempt.same(one.getKey(), one.getValue()));
        new FolderWriter(out).write(texts, attempt.removed(draft));
        return written;
    }

    private static MigrationFailure doesNotLoad(SchemaFolder folder, ReplayResult.Failure failure) {
        return new MigrationFailure(
                ExitCode.USAGE,
                Problem.at(
                        failure.where(),
                        "the files of " + folder.location().name() + " do not load: " + failure.error()
                                + "\nNothing was changed",
                        "correct the file, or take it out of the folder: then what it made is written anew; or write to an"
                                + " empty folder: --out DIR"));
    }

    /** One way from the files that are there to those that are wanted. */
    private final class Attempt {
        private final SchemaFolder folder;
        private final Loaded there;
        private final Catalog want;
        private final List<DdlStatement> notes;
        private final Set<Identity> unwritten;
        private final Wanted wanted;
        private final Making making;
        private final Rewriting rewriting;

        Attempt(SchemaFolder folder, Loaded there, Catalog want) {
            this.folder = folder;
            this.there = there;
            this.want = want;
            var wholes = new Wholes(want, there.catalog(), there.before());
            List<DdlStatement> all = writer.apply(want, options);
            this.notes = all.stream().filter(DdlStatement::note).toList();
            this.unwritten = notes.stream().map(DdlStatement::object).collect(Collectors.toSet());
            List<DdlStatement> statements =
                    all.stream().filter(one -> !one.note()).toList();
            this.wanted = new Wanted(want, statements, there.before(), wholes);
            this.making = Making.of(folder.files(), there.observation().orElseThrow(), there.catalog(), wholes);
            this.rewriting = new Rewriting(
                    folder.files(),
                    making,
                    wholes,
                    wanted,
                    there.catalog(),
                    want,
                    there.before(),
                    differences(there.catalog(), folder.scripts(), wholes));
        }

        /** What is to be written of the differences between the wanted structure and another. */
        private List<Difference> differences(Catalog is, List<UpScript> scripts, Wholes wholes) {
            Predicate<Difference> counts = difference -> {
                boolean ours = there.before().find(difference.object()).isEmpty()
                        || wanted.facets().contains(wholes.of(difference));
                return ours && !unwritten.contains(difference.object()) && counts(difference);
            };
            return loader.differences(want, is, scripts, there.ground()).stream()
                    .filter(counts)
                    .toList();
        }

        private boolean counts(Difference difference) {
            ObjectKind kind = difference.object().kind();
            if (kind == ObjectKind.SETTINGS || (kind == ObjectKind.DEFAULT_PRIVILEGES && !options.grants())) {
                return false;
            }
            if (difference
                    .attribute()
                    .filter(Attribute.NOT_NULL_CONSTRAINT::equals)
                    .isPresent()) {
                return false; // a name that nobody gave, kept through a renaming, is no reason to touch what people
                // wrote
            }
            return switch (difference.differenceClass()) {
                case STRUCTURE, CODE, NAME, COMMENT -> true;
                case PRIVILEGE -> options.grants();
                case OWNER -> options.owners();
                case ORDER, RESPELLED, ENVIRONMENT -> false;
            };
        }

        Draft run() {
            var wholes = new Wholes(want, there.catalog(), there.before());
            for (int i = 0; i < MOST_TRIES; i++) {
                Draft draft = rewriting.draft();
                if (draft.files().stream().noneMatch(DraftFile::changed)
                        && removed(draft).isEmpty()) {
                    return draft;
                }
                Loaded tried = loader.load(scripts(draft), there.ground(), false);
                if (tried.replay().failure().isPresent()) {
                    learn(draft, tried.replay().failure().get());
                } else {
                    List<Difference> rest = differences(tried.catalog(), scripts(draft), wholes);
                    if (rest.isEmpty()) {
                        return draft;
                    }
                    boolean more = false;
                    for (Difference difference : rest) {
                        more |= rewriting.rewrite(difference.object());
                    }
                    if (!more) {
                        throw differs(rest);
                    }
                }
            }
            throw new IllegalStateException("no order in which the files load was found in " + MOST_TRIES + " tries");
        }

        private List<UpScript> scripts(Draft draft) {
            return draft.files().stream()
                    .map(file -> folder.script(file.name(), file.render()))
                    .toList();
        }

        /** What does not load where it stands goes elsewhere, or goes. */
        private void learn(Draft draft, ReplayResult.Failure failure) {
            Entry entry = entry(draft, failure).orElseThrow(() -> refused(failure, ""));
            if (entry.own().isPresent()) {
                if (!rewriting.late(entry.own().get())) {
                    throw refused(failure, entry.own().get().sql());
                }
                return;
            }
            SchemaStatement statement = entry.origin().orElseThrow();
            if (REMARK.matcher(statement.sql()).lookingAt()) {
                rewriting.drop(statement);
            } else if (entry.facets().isEmpty()) {
                throw stands(failure, statement);
            } else if (!rewriting.rewrite(entry.facets())) {
                throw refused(failure, statement.sql());
            }
        }

        private Optional<Entry> entry(Draft draft, ReplayResult.Failure failure) {
            DraftFile file = draft.file(failure.script().id());
            List<Entry> statements =
                    file.entries().stream().filter(entry -> !entry.isGap()).toList();
            int at = failure.statement() - 1 - file.settings();
            return at < 0 || at >= statements.size() ? Optional.empty() : Optional.of(statements.get(at));
        }

        private MigrationFailure refused(ReplayResult.Failure failure, String sql) {
            return new MigrationFailure(
                    ExitCode.REFUSED,
                    Problem.of(
                            "what would be written does not load: " + failure.error() + "\n" + sql.strip()
                                    + "\nNothing was replaced",
                            "write to an empty folder to see all of it: --out DIR; then bring this object into the file by"
                                    + " hand"));
        }

        private MigrationFailure stands(ReplayResult.Failure failure, SchemaStatement statement) {
            String file = folder.shown(failure.script().id());
            return new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.at(
                            new Place(file, statement.line(), 1),
                            "this statement would not run any more: " + failure.error() + "\nNothing was replaced",
                            "take it out of the file, or correct it: what it does is not to be seen in the structure, so it"
                                    + " is not written for you"));
        }

        private MigrationFailure differs(List<Difference> rest) {
            String list = rest.stream()
                    .limit(20)
                    .map(difference -> "\n  " + difference.object()
                            + difference
                                    .attribute()
                                    .map(attribute -> " " + attribute.word())
                                    .orElse("")
                            + ": " + difference.actual() + " in place of " + difference.expected())
                    .collect(Collectors.joining());
            return new MigrationFailure(
                    ExitCode.REFUSED,
                    Problem.of(
                            "what would be written makes another structure:" + list + "\nNothing was replaced",
                            "write to an empty folder: --out DIR; if it is the same there, report it"));
        }

        boolean same(String name, String text) {
            return folder.files().stream()
                    .anyMatch(file -> file.name().equals(name) && file.text().equals(text));
        }

        /** Names of files that have nothing in them any more. */
        List<String> removed(Draft draft) {
            return folder.files().stream()
                    .map(SchemaFile::name)
                    .filter(name ->
                            draft.files().stream().noneMatch(file -> file.name().equals(name)))
                    .toList();
        }

        private List<String> unreadable() {
            return want.unreadable().entrySet().stream()
                    .map(one -> one.getKey() + " is not written: the server cannot print it (" + one.getValue() + ")")
                    .toList();
        }

        SchemaWritten written(Draft draft) {
            return new WrittenSummary(folder, making, there.catalog(), rewriting)
                    .of(draft, notes.stream().map(DdlStatement::sql).toList(), unreadable());
        }
    }
}
