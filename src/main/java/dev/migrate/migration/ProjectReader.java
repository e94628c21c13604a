package dev.migrate.migration;

import dev.migrate.config.Location;
import dev.migrate.config.Name;
import dev.migrate.config.Order;
import dev.migrate.config.Settings;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings in, {@link Project} out: walks the sources, reads every file once, and finds what the config's names mean. */
public final class ProjectReader {
    private final Settings settings;
    private final Display display;
    private final Path realProject;
    private final MigrationReader reader;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Path, FoundFile> reached = new HashMap<>();
    private final List<Path> passedOver = new ArrayList<>();

    private ProjectReader(Settings settings) {
        this.settings = settings;
        this.display = new Display(settings.directory());
        this.realProject = SourceFiles.real(settings.directory());
        this.reader = new MigrationReader(display, settings.environment());
    }

    /**
     * Reads the project.
     *
     * @throws MigrationFailure with everything that is wrong with its files and names
     */
    public static Project read(Settings settings) {
        return new ProjectReader(settings).read();
    }

    private Project read() {
        if (settings.sources().folders().isEmpty()) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "no migrations: " + settings.found().orElse("no sources"),
                            "name a folder with --source, or write sources = [...] in migrate.toml"));
        }
        List<Migration> read = migrations();
        List<Migration> migrations = optional(withIds(read, Set.of()));
        Set<String> taken = new HashSet<>();
        migrations.forEach(migration -> taken.add(migration.id()));
        List<Migration> archived = withIds(archived(), taken);
        List<Migration> all = new ArrayList<>(migrations);
        all.addAll(archived);
        Names names = new Names(all);
        problems.addAll(new OtherLayouts(settings).problems(migrations));
        Map<String, Set<String>> after = after(migrations, names);
        problems.addAll(AfterCycles.find(migrations, after));
        Project project = new Project(
                settings,
                migrations,
                archived,
                bootstrap(migrations, all, names),
                after,
                ordered(new Names(migrations)),
                rollbacks(names),
                passedOver());
        verifyFolders();
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.USAGE, problems);
        }
        return project;
    }

    private List<Migration> migrations() {
        List<FoundFile> files = new ArrayList<>();
        List<Location> sources = settings.sources().folders();
        for (int i = 0; i < sources.size(); i++) {
            for (FoundFile found : find(sources.get(i), i)) {
                if (isNew(found)) {
                    files.add(found);
                }
            }
        }
        List<Migration> migrations = new ArrayList<>();
        settings.bootstrap().ifPresent(bootstrap -> {
            if (!reached.containsKey(SourceFiles.real(bootstrap.file().path()))) {
                List<FoundFile> found = find(bootstrap.file(), sources.size());
                found.forEach(file -> reached.put(file.real(), file));
                files.addAll(found);
            }
        });
        for (Read read : ManyFiles.each(files).map(this::read).toList()) {
            read.migration.ifPresent(migrations::add);
            problems.addAll(read.problems);
        }
        return migrations;
    }

    private record Read(Optional<Migration> migration, List<Problem> problems) {}

    private Read read(FoundFile file) {
        List<Problem> found = new ArrayList<>();
        return new Read(reader.read(file, found), found);
    }

    private List<FoundFile> find(Location source, int index) {
        Path real = SourceFiles.real(source.path());
        if (settings.found().isPresent() && Files.exists(real) && !real.startsWith(realProject)) {
            // Nobody named it: whoever may put a link into the checkout would choose what runs.
            problems.add(Problem.at(
                    Place.of(source.name()),
                    "is a symbolic link that leads out of the project, to " + real,
                    "name it, if it is meant: --source " + source.name() + ", or sources in migrate.toml"));
            return List.of();
        }
        Optional<Path> template =
                settings.newMigrations().template().map(location -> SourceFiles.real(location.path()));
        var folder = new SourceFolder(source, index, display, realProject, problems);
        List<FoundFile> files = folder.find().stream()
                .filter(found -> template.filter(found.real()::equals).isEmpty())
                .toList();
        passedOver.addAll(folder.passedOver());
        return files;
    }

    private boolean isNew(FoundFile found) {
        FoundFile before = reached.putIfAbsent(found.real(), found);
        if (before != null) {
            problems.add(Problem.at(
                    Place.of(found.file()),
                    before.file().equals(found.file())
                            ? "is in two sources: \"" + before.source() + "\" and \"" + found.source() + "\""
                            : "is the same file as " + before.file(),
                    "leave it in one source only"));
        }
        return before == null;
    }

    /** Archives, and folders that the bootstrap file covers: they need not be named twice. */
    private List<Migration> archived() {
        Map<Path, Location> archives = new LinkedHashMap<>();
        settings.sources().archive().forEach(archive -> archives.put(archive.path(), archive));
        Set<Path> sources = new HashSet<>();
        settings.sources().folders().forEach(source -> sources.add(source.path()));
        for (Name covered : settings.bootstrap().map(Settings.Bootstrap::covers).orElse(List.of())) {
            Path folder = folder(covered);
            if (folder != null && !sources.contains(folder)) {
                archives.putIfAbsent(folder, Location.in(settings.directory(), covered.text(), covered.where()));
            }
        }
        List<Migration> archived = new ArrayList<>();
        int index = settings.sources().folders().size() + 1;
        for (Location archive : archives.values()) {
            for (FoundFile found : find(archive, index)) {
                if (reached.putIfAbsent(found.real(), found) == null) {
                    reader.readArchived(found, problems).ifPresent(archived::add);
                }
            }
            index++;
        }
        return archived;
    }

    /** The folder that a name in {@code covers} is; null where it is none. */
    private Path folder(Name name) {
        if (Names.isGlob(name.text()) || name.text().startsWith("<=")) {
            return null;
        }
        Path path = settings.locate(name.text()).path();
        return Files.isDirectory(path) ? path : null;
    }

    private List<Migration> withIds(List<Migration> migrations, Set<String> taken) {
        Map<String, List<Migration>> byName = new LinkedHashMap<>();
        migrations.forEach(migration -> byName.computeIfAbsent(migration.name(), name -> new ArrayList<>(1))
                .add(migration));
        List<Migration> named = new ArrayList<>(migrations.size());
        for (Migration migration : migrations) {
            List<Migration> same = byName.get(migration.name());
            boolean alone = same.size() == 1 && !taken.contains(migration.name());
            named.add(alone ? migration : migration.withId(migration.qualifiedId()));
        }
        byName.values().stream().filter(same -> same.size() > 1).forEach(this::reportTwins);
        return named;
    }

    private void reportTwins(List<Migration> same) {
        Map<String, Migration> bySource = new HashMap<>();
        for (Migration migration : same) {
            Migration twin = bySource.putIfAbsent(migration.source(), migration);
            if (twin != null) {
                boolean first = twin.file().compareTo(migration.file()) < 0;
                problems.add(Problem.at(
                        Place.of(first ? migration.file() : twin.file()),
                        "has the same id as " + (first ? twin.file() : migration.file()) + ": " + migration.name(),
                        "rename one of the two"));
            }
        }
    }

    private List<Migration> optional(List<Migration> migrations) {
        Names names = new Names(migrations);
        Set<String> optional = new HashSet<>();
        for (Name name : settings.sources().optional()) {
            names.all(name, "optional", namesProblems()).forEach(migration -> optional.add(migration.id()));
        }
        if (optional.isEmpty()) {
            return migrations;
        }
        return migrations.stream()
                .map(migration -> optional.contains(migration.id()) ? migration.asOptional() : migration)
                .toList();
    }

    /** With {@code --source}, names in the config may well mean files of other sources. */
    private List<Problem> namesProblems() {
        return settings.sources().fromOptions() ? new ArrayList<>() : problems;
    }

    private Map<String, Set<String>> after(List<Migration> migrations, Names names) {
        Map<String, Set<String>> after = new LinkedHashMap<>();
        for (Migration migration : migrations) {
            for (Name name : migration.directives().after()) {
                names.one(name, "after", problems).ifPresent(behind -> behind(after, migration, behind));
            }
        }
        for (Settings.After line : settings.sources().after()) {
            Optional<Migration> migration = names.one(line.migration(), "after", namesProblems());
            for (Name name : line.behind()) {
                Optional<Migration> behind = names.one(name, "after", namesProblems());
                if (migration.isPresent() && behind.isPresent()) {
                    behind(after, migration.get(), behind.get());
                }
            }
        }
        Set<String> here = new HashSet<>();
        migrations.forEach(migration -> here.add(migration.id()));
        after.keySet().retainAll(here);
        after.values().forEach(behind -> behind.retainAll(here));
        return after;
    }

    private static void behind(Map<String, Set<String>> after, Migration migration, Migration behind) {
        after.computeIfAbsent(migration.id(), id -> new LinkedHashSet<>()).add(behind.id());
    }

    private List<List<String>> ordered(Names names) {
        if (!(settings.sources().order() instanceof Order.Listed listed)) {
            return List.of();
        }
        List<List<String>> ordered = new ArrayList<>();
        for (Name name : listed.names()) {
            ordered.add(names.all(name, "order", namesProblems()).stream()
                    .map(Migration::id)
                    .toList());
        }
        return ordered;
    }

    private Optional<Project.Bootstrap> bootstrap(List<Migration> migrations, List<Migration> all, Names names) {
        if (settings.bootstrap().isEmpty()) {
            return Optional.empty();
        }
        Settings.Bootstrap configured = settings.bootstrap().get();
        FoundFile file = reached.get(SourceFiles.real(configured.file().path()));
        Optional<Migration> bootstrap = file == null
                ? Optional.empty()
                : migrations.stream()
                        .filter(migration -> migration.path().equals(file.path()))
                        .findFirst();
        Set<Migration> covers = new LinkedHashSet<>();
        for (Name name : configured.covers()) {
            covers.addAll(covered(name, all, names));
        }
        bootstrap.ifPresent(covers::remove);
        return bootstrap.map(migration -> new Project.Bootstrap(migration, List.copyOf(covers)));
    }

    private List<Migration> covered(Name name, List<Migration> all, Names names) {
        if (name.text().startsWith("<=")) {
            Optional<Version> limit = Version.parse(name.text().substring(2));
            if (limit.isEmpty()) {
                problems.add(name.problem(
                        "\"" + name.text() + "\" in \"covers\" holds no version",
                        "write \"<= 20251105\" or another number or date"));
            }
            return all.stream()
                    .filter(migration -> limit.isPresent()
                            && migration
                                    .version()
                                    .filter(version -> version.upTo(limit.get()))
                                    .isPresent())
                    .toList();
        }
        Path folder = folder(name);
        if (folder != null) {
            return all.stream()
                    .filter(migration -> migration.path().startsWith(folder))
                    .toList();
        }
        return names.all(name, "covers", namesProblems());
    }

    private List<Project.RollbackUnit> rollbacks(Names names) {
        List<Project.RollbackUnit> units = new ArrayList<>();
        for (Settings.RollbackPlan plan : settings.rollbacks()) {
            Path path = plan.file().path();
            if (!Files.isRegularFile(path)) {
                problems.add(plan.file()
                        .problem(
                                "the rollback script \"" + plan.file().name() + "\" does not exist",
                                "create it, or correct its name"));
                continue;
            }
            List<String> undoes = new ArrayList<>();
            for (Name name : plan.undoes()) {
                names.one(name, "undoes", namesProblems()).ifPresent(migration -> undoes.add(migration.id()));
            }
            String file = display.of(path);
            units.add(new Project.RollbackUnit(
                    file,
                    new ScriptText(new ScriptText.WholeFile(path), new Place(file, 1, 1), Position.START),
                    undoes));
        }
        return units;
    }

    /** Those that the config does not name either. */
    private List<String> passedOver() {
        return passedOver.stream()
                .filter(path -> settings.rollbacks().stream()
                        .noneMatch(plan -> SourceFiles.real(plan.file().path()).equals(SourceFiles.real(path))))
                .map(display::of)
                .sorted()
                .toList();
    }

    private void verifyFolders() {
        for (Location location : settings.verify()) {
            if (!Files.exists(location.path())) {
                problems.add(location.problem(
                        "\"" + location.name() + "\" in \"verify\" does not exist", "create it, or correct its name"));
            }
        }
    }
}
