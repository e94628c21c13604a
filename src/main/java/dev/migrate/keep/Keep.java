package dev.migrate.keep;

import dev.migrate.catalog.CatalogScope;
import dev.migrate.config.Settings;
import dev.migrate.database.ByteSize;
import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import dev.migrate.migration.ManyFiles;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.shadow.Shadow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Finds out what of the target pending migrations destroy, and sees to it that it is kept. */
public final class Keep {
    private static final String TABLES = """
            select n.nspname, c.relname
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and c.relpersistence <> 't' and not c.relispartition
               and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'migrate_kept')
             order by 1, 2
            """;

    /** Bytes of scripts. */
    private static final long LARGE = 1 << 20;

    private final Settings.Keep settings;
    private final Choice choice;
    private final CatalogScope scope;
    private final Optional<String> role;
    private final Supplier<Shadow> shadow;

    /** What the user says of a run. */
    public enum Choice {
        /** As the config has it. */
        CONFIG,
        /** Kept, however much it is. */
        KEEP,
        /** Not kept. */
        NO_KEEP
    }

    /**
     * Asks and starts nothing yet.
     *
     * @param scope which schemas of the target are the user's
     * @param role that owns what is made, as {@code [database] role} says it
     * @param shadow starts a server like the target
     */
    public Keep(
            Settings.Keep settings, Choice choice, CatalogScope scope, Optional<String> role, Supplier<Shadow> shadow) {
        this.settings = settings;
        this.choice = choice;
        this.scope = scope;
        this.role = role;
        this.shadow = shadow;
    }

    /**
     * What is to be put into the transactions of these migrations. Where none of their words could destroy anything, nothing
     * is asked and no server is started.
     *
     * @param scripts in the order in which they will run
     * @param resumed ids of those that an earlier run began, statement by statement: their copies are made
     * @throws MigrationFailure exit code 3 where it is more than may be kept without a word
     */
    public Keeping of(Session target, List<UpScript> scripts, Set<String> resumed) {
        Set<String> unsifted = resumed.isEmpty() ? Set.of() : unsifted(target, resumed);
        boolean off = choice == Choice.NO_KEEP || (choice == Choice.CONFIG && !settings.drops());
        List<Doomed> there = off ? List.of() : there(target, scripts);
        if (there.isEmpty()) {
            return new Keeping(target, Map.of(), Map.of(), unsifted, "", role);
        }
        Rehearsal.Result result = rehearsed(target, scripts);
        var all = new LinkedHashMap<String, List<Doomed>>();
        var warnings = new LinkedHashMap<String, String>();
        for (UpScript script : scripts) {
            List<Doomed> doomed = doomed(script, result, there).stream()
                    .filter(table -> !table.schema().equals(scope.ours()))
                    .toList();
            Optional.ofNullable(result.unobserved().get(script.id()))
                    .filter(why -> DestroyingWords.in(script))
                    .ifPresent(why -> warnings.put(script.id(), unobserved(script, why, doomed)));
            if (!doomed.isEmpty()) {
                all.put(script.id(), doomed);
            }
        }
        Map<String, Sizes.Size> sizes = sizes(target, all);
        limit(all, sizes);
        return new Keeping(target, all, warnings, unsifted, settings.expires(), role);
    }

    /** The tables of the target, where a script could destroy something of them. */
    private List<Doomed> there(Session target, List<UpScript> scripts) {
        long bytes = scripts.stream()
                .flatMap(script -> script.script().texts().stream())
                .mapToLong(text -> text.size())
                .sum();
        if (bytes > LARGE) {
            // One question takes less than to read all of it a second time.
            List<Doomed> there = tables(target);
            return there.isEmpty() || ManyFiles.each(scripts).noneMatch(DestroyingWords::in) ? List.of() : there;
        }
        return ManyFiles.each(scripts).noneMatch(DestroyingWords::in) ? List.of() : tables(target);
    }

    private List<Doomed> tables(Session target) {
        return target.rows(TABLES).stream()
                .filter(row -> !row.get(0).equals(scope.ours()))
                .map(row -> whole(row.get(0), row.get(1)))
                .toList();
    }

    private static Doomed whole(String schema, String table) {
        String name = Identifier.quoted(schema) + "." + Identifier.quoted(table);
        return new Doomed(schema, table, Set.of(), Set.of("not observed"), Optional.of(name));
    }

    private static List<Doomed> doomed(UpScript script, Rehearsal.Result result, List<Doomed> there) {
        if (result.unobserved().containsKey(script.id())) {
            return named(there, DestroyingWords.names(script));
        }
        var doomed = new ArrayList<>(result.doomed().getOrDefault(script.id(), List.of()));
        // What a block does only where there are rows was not seen.
        for (Doomed table : named(there, DestroyingWords.written(script))) {
            if (doomed.stream()
                    .noneMatch(seen -> seen.wholeRows() && seen.name().equals(table.name()))) {
                doomed.removeIf(seen -> seen.name().equals(table.name()));
                doomed.add(table);
            }
        }
        return doomed;
    }

    private static Map<String, Sizes.Size> sizes(Session target, Map<String, List<Doomed>> all) {
        var names = new LinkedHashSet<String>();
        all.values().forEach(doomed -> doomed.forEach(table -> table.origin().ifPresent(names::add)));
        return Sizes.of(target, names);
    }

    private static Set<String> unsifted(Session target, Set<String> resumed) {
        return KeptContents.of(target).entries().stream()
                .filter(entry ->
                        entry.kept() && entry.kind() == KeptEntry.Kind.COPY && resumed.contains(entry.migration()))
                .map(KeptEntry::migration)
                .collect(Collectors.toSet());
    }

    /** Only up to the last that could destroy something. */
    private Rehearsal.Result rehearsed(Session target, List<UpScript> scripts) {
        int last = 0;
        for (int i = 0; i < scripts.size(); i++) {
            last = DestroyingWords.in(scripts.get(i)) ? i + 1 : last;
        }
        List<UpScript> run = scripts.subList(0, last);
        try (Shadow server = shadow.get()) {
            return new Rehearsal(target, scope).of(run, server);
        } catch (MigrationFailure failure) {
            if (target.lost()) {
                throw failure;
            }
            String why =
                    "there is no scratch server: " + failure.problems().get(0).what();
            var unobserved = new LinkedHashMap<String, String>();
            run.forEach(script -> unobserved.put(script.id(), why));
            return new Rehearsal.Result(Map.of(), unobserved);
        }
    }

    /** What nobody could observe: every table that is named where something could be destroyed. */
    private static List<Doomed> named(List<Doomed> there, Set<String> names) {
        return there.stream().filter(table -> names.contains(table.table())).toList();
    }

    private static String unobserved(UpScript script, String why, List<Doomed> doomed) {
        return script.file() + ": what it destroys could not be observed (" + why.strip() + "); "
                + (doomed.isEmpty()
                        ? "it names no table that was there, and nothing was kept"
                        : "looked at were all tables that it names: "
                                + doomed.stream().map(Doomed::name).distinct().collect(Collectors.joining(", ")));
    }

    private void limit(Map<String, List<Doomed>> all, Map<String, Sizes.Size> sizes) {
        var lines = new ArrayList<String>();
        long rows = 0;
        long bytes = 0;
        for (Map.Entry<String, List<Doomed>> entry : all.entrySet()) {
            for (Doomed doomed : entry.getValue()) {
                Sizes.Size size = doomed.origin().map(sizes::get).orElse(Sizes.Size.NONE);
                rows += size.rows();
                bytes += size.bytes();
                lines.add("  " + entry.getKey() + ": " + doomed.what() + ", " + size);
            }
        }
        if (choice == Choice.KEEP || (rows <= settings.maxRows() && bytes <= settings.maxBytes())) {
            return;
        }
        throw new MigrationFailure(
                ExitCode.FINDING,
                Problem.of(
                        "nothing ran: more would be destroyed than is kept without asking: " + rows + " rows, "
                                + ByteSize.words(bytes) + " (max_rows " + settings.maxRows() + ", max_bytes "
                                + ByteSize.words(settings.maxBytes()) + ")\n" + String.join("\n", lines),
                        "--keep keeps it all the same; --no-keep keeps nothing of this run, and a rollback gives nothing"
                                + " back; [keep] max_rows and max_bytes set the limit"));
    }
}
