package dev.migrate.verify;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.config.Location;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.Place;
import dev.migrate.rehearse.FreshScripts;
import dev.migrate.rehearse.Observation.Touch;
import dev.migrate.rehearse.Rebuilds;
import dev.migrate.schema.Origins;
import dev.migrate.schema.SchemaFolder;
import dev.migrate.schema.SchemaLoader;
import dev.migrate.schema.StatementTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether the files that say what all migrations together lead to say what they do. Both are run on scratch databases; the
 * target is not looked at.
 */
final class CurrentSchemaCheck implements Check {
    private static final int LONGEST_VALUE = 60;
    private static final String REWRITE = "migrate schema write --from files";

    @Override
    public String name() {
        return "current-schema";
    }

    @Override
    public Outcome look(Evidence evidence) {
        Location location = SchemaFolder.current(evidence.settings());
        if (!SchemaFolder.exists(location)) {
            boolean named = evidence.settings().currentSchema().isPresent();
            return Outcome.notApplicable("there are no SQL files in " + location.name()
                    + (named ? "" : ", and the config names no other folder as current_schema")
                    + ": migrate schema write makes them");
        }
        List<UpScript> migrations =
                FreshScripts.of(evidence.status().standings(), evidence.inventory(), evidence.baselinedRun());
        Rebuilds.Rebuilt expected = evidence.rebuilds().of(migrations);
        return StructureFindings.of(
                expected,
                "correct it: what the migrations lead to is not known before",
                () -> compared(evidence, SchemaFolder.read(location), migrations, expected.catalog()));
    }

    private static Outcome compared(
            Evidence evidence, SchemaFolder folder, List<UpScript> migrations, Catalog expected) {
        var loader = new SchemaLoader(evidence.rebuilds()::shadow, evidence.settings(), evidence.scope());
        SchemaLoader.Loaded actual = loader.load(folder.scripts());
        List<String> notes = StructureFindings.notes(actual.replay());
        if (!actual.replay().ok()) {
            return Outcome.of(List.of(broken(actual))).noting(notes);
        }
        List<Difference> differences =
                StructureFindings.differences(expected, actual.catalog(), evidence.rebuilds(), migrations);
        if (differences.isEmpty()) {
            return Outcome.of(List.of()).noting(notes);
        }
        SchemaLoader.Loaded observed = loader.load(folder.scripts(), actual.ground(), true);
        var placed = new Placed(
                expected,
                new Origins(
                        observed.observation().orElseThrow(),
                        new StatementTexts(folder.scripts()),
                        observed.catalog(),
                        expected),
                new Origins(
                        evidence.rebuilds().observed(migrations),
                        new StatementTexts(migrations),
                        expected,
                        observed.catalog()),
                folder);
        return StructureFindings.of(differences, placed).noting(notes);
    }

    private static Finding broken(SchemaLoader.Loaded loaded) {
        var failure = loaded.replay().failure().orElseThrow();
        return Finding.error(
                        "file " + failure.script().file(),
                        "does not load: " + failure.error(),
                        "correct the file: each is to load behind those before it, in the order of their names; or let it"
                                + " be written anew: " + REWRITE)
                .at(failure.where());
    }

    /** Knows which statement of a file, and which of a migration, is behind a difference. */
    private record Placed(Catalog expected, Origins files, Origins migrations, SchemaFolder folder)
            implements StructureFindings.Wording {
        @Override
        public String message(Difference difference) {
            if (difference.surplus()) {
                return "is made here, and "
                        + migrations
                                .remover(difference.object())
                                .map(touch -> touch.place() + " takes it away")
                                .orElse("by no migration");
            }
            Optional<String> made = migrations.of(difference).map(Touch::place);
            if (difference.missing()) {
                return "is made by " + made.orElse("the migrations") + ", and by no file of "
                        + folder.location().name();
            }
            return difference.predicate() + ", by " + made.orElse("the migrations");
        }

        @Override
        public String fix(Difference difference) {
            String file =
                    where(difference).map(Place::file).orElse(folder.location().name());
            return (difference.surplus()
                            ? "take it out of " + file
                            : difference.missing()
                                    ? "write it into " + file
                                    : "write " + value(difference) + " into " + file)
                    + ", as the migrations have it, or let that be done: " + REWRITE;
        }

        /** A long one is to be seen above. */
        private static String value(Difference difference) {
            boolean brief = difference.expected().length() <= LONGEST_VALUE
                    && difference.expected().indexOf('\n') < 0
                    && !difference.expected().equals(Difference.ABSENT);
            return brief ? difference.expected() : "it";
        }

        @Override
        public Optional<Place> where(Difference difference) {
            Function<Touch, Place> where = touch -> new Place(touch.file(), touch.line(), 0);
            if (!difference.missing()) {
                return files.of(difference).map(where);
            }
            return files.neighbour(difference.object(), neighbours(difference.object()))
                    .map(where)
                    .or(() -> Optional.of(Place.of(folder.shown(
                            folder.files().get(folder.files().size() - 1).name()))));
        }

        /** What it needs and what needs it, tables first; then others of its kind in its schema. */
        private List<Identity> neighbours(Identity object) {
            var tables = new ArrayList<Identity>();
            var others = new ArrayList<Identity>();
            expected.dependencies()
                    .forEach((from, needs) -> needs.forEach(need -> {
                        Identity user = whole(from);
                        Identity used = whole(need);
                        if (user.equals(object) != used.equals(object)) {
                            Identity other = user.equals(object) ? used : user;
                            (other.kind() == ObjectKind.TABLE ? tables : others).add(other);
                        }
                    }));
            expected.of(object.kind()).stream()
                    .map(one -> one.identity())
                    .filter(one -> one.schema().equals(object.schema()) && !one.equals(object))
                    .forEach(others::add);
            tables.addAll(others);
            return tables;
        }

        private Identity whole(Identity part) {
            Identity table = Identity.of(ObjectKind.TABLE, part.schema(), part.relation());
            return part.relation().isEmpty() || expected.find(table).isEmpty() ? part : table;
        }
    }
}
