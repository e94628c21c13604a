package dev.migrate.scaffold;

import dev.migrate.config.Location;
import dev.migrate.config.Order;
import dev.migrate.config.Settings;
import dev.migrate.migration.Display;
import dev.migrate.migration.FileName;
import dev.migrate.migration.SourceFiles;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes the file of a migration, called as the others of the project are, and behind all of them.
 *
 * <p>The names of the files that are there suffice for that; of the newest, what undoes them is looked at as well.
 */
public final class NewMigration {
    private static final int ATTEMPTS = 1_000;
    private static final int LONGEST_FILE_NAME = 255;

    private final Settings settings;
    private final Title title;
    private final NewFolder folder;
    private final SourceNames before;
    private final Display display;

    /** What is asked for besides the name. */
    public enum Undoing {
        /** A place for it, as others of the project have one. */
        AS_OTHERS,
        /** A place for it, also where no other has one. */
        PLACE,
        /** No place: it is derived in a moment, and that makes its own. */
        DERIVED
    }

    private NewMigration(Settings settings, Title title, SourceNames before, NewFolder folder) {
        this.settings = settings;
        this.title = title;
        this.before = before;
        this.folder = folder;
        this.display = new Display(settings.directory());
    }

    /**
     * Looks at the project and writes nothing.
     *
     * @param name in words
     * @param chosen sources of which one is meant; empty for any
     * @throws MigrationFailure exit code 2 where the name is none, or there is no folder for it
     */
    public static NewMigration in(Settings settings, String name, List<Location> chosen) {
        Title title = Title.of(name);
        SourceNames names = SourceNames.of(settings);
        NewFolder folder = NewFolder.of(settings, chosen, names);
        return new NewMigration(with(folder, settings), title, names, folder);
    }

    /** A folder that is still to be made is a source from then on. */
    private static Settings with(NewFolder folder, Settings settings) {
        Settings.Sources sources = settings.sources();
        if (folder.index() < sources.folders().size()) {
            return settings;
        }
        var folders = new ArrayList<>(sources.folders());
        folders.add(folder.location());
        return settings.with(new Settings.Sources(
                folders,
                sources.fromOptions(),
                sources.order(),
                sources.archive(),
                sources.optional(),
                sources.after()));
    }

    /**
     * Makes the folder that the file goes into, where it is not there yet.
     *
     * @return what is to be said of the folder
     * @throws MigrationFailure exit code 2 where it cannot be made
     */
    public List<String> makeFolder() {
        return folder.make();
    }

    /**
     * Makes the file, and the one beside it that undoes it. Runs at the same time make files with other versions.
     *
     * @param text what the file is to hold; empty for the template
     * @param author asked for only where the template names the author
     * @throws MigrationFailure exit code 2 where it cannot be written; then nothing was
     */
    public MadeMigration make(Optional<GivenText> text, Undoing undoing, Supplier<String> author) {
        Optional<String> template = text.isPresent() ? Optional.empty() : NewTemplate.of(settings, folder);
        Set<String> taken = new HashSet<>();
        SourceNames names = before;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Instant now = Instant.now();
            NextName name = next(names, now, taken);
            Optional<NewFiles.Claim> claim =
                    NewFiles.claim(folder.location().path(), folder.location().name(), name.version());
            if (claim.isEmpty()) {
                taken.add(name.version());
                continue;
            }
            try (NewFiles.Claim held = claim.get()) {
                names = SourceNames.of(settings); // whoever held it before may have made a file with it
                if (next(names, now, taken).id().equals(name.id())) {
                    return make(name, names, text, template, undoing, author);
                }
            }
        }
        throw new MigrationFailure(
                ExitCode.USAGE,
                Problem.of(
                        "too many runs make files in " + folder.location() + " at once",
                        "look whether files called .migrate-new-… were left there, and remove them"));
    }

    private NextName next(SourceNames names, Instant now, Set<String> taken) {
        Order order = settings.sources().order();
        return NextName.of(
                names.models(folder.index()),
                names.before(folder.index(), order),
                folder.index(),
                title,
                now,
                (version, id) -> !taken.contains(version) && !names.has(id) && isFree(id));
    }

    private boolean isFree(String id) {
        Path in = folder.location().path();
        var names = new ArrayList<>(List.of(id + ".sql", id + ".up.sql", id + ".down.sql", id));
        names.add("U" + id.substring(1) + ".sql");
        SourceFiles.DOWN_FOLDERS.forEach(down -> names.add(down + "/" + id + ".sql"));
        return names.stream().noneMatch(name -> Files.exists(in.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    private MadeMigration make(
            NextName name,
            SourceNames names,
            Optional<GivenText> text,
            Optional<String> template,
            Undoing undoing,
            Supplier<String> author) {
        DownStyle style = downStyle(name, names, undoing);
        Path path = path(name);
        Optional<Path> down = style.file(folder.location().path(), name.id());
        down.ifPresent(file -> folder.refuseLinkOut(
                file.getParent(), settings, display.of(file.getParent()), "put a folder in its place"));
        Map<String, Supplier<String>> values = Map.of(
                "id",
                name::id,
                "name",
                () -> title.joined(name.style().word()),
                "description",
                title::description,
                "date",
                () -> LocalDate.now(ZoneOffset.UTC).toString(),
                "author",
                author);
        String first = template.orElse("-- {id}\n-- {date}\n\n" + style.heading());
        var wanted = new ArrayList<NewFiles.Wanted>();
        wanted.add(wanted(
                path, text.map(GivenText::content).orElseGet(() -> content(NewTemplate.filled(first, values)))));
        down.ifPresent(file -> wanted.add(wanted(file, content("-- Undoes " + name.id() + ".\n"))));
        NewFiles.write(wanted);
        return new MadeMigration(name.id(), path, display.of(path), down.map(display::of), remarks(name, names));
    }

    private DownStyle downStyle(NextName name, SourceNames names, Undoing undoing) {
        if (undoing == Undoing.DERIVED) {
            return DownStyle.NONE;
        }
        var reader = new DownStyleReader(SourceFiles.of(settings));
        DownStyle others = reader.of(names.models(folder.index()).stream()
                .sorted(NextName.ORDER.reversed())
                .toList());
        DownStyle style = others.in(name.style());
        return undoing == Undoing.PLACE
                ? style.orFirst(name.style(), folder.location().path())
                : style;
    }

    private Path path(NextName name) {
        Path in = folder.location().path();
        return switch (name.style().layout()) {
            case FILE -> in.resolve(name.id() + ".sql");
            case PAIR -> in.resolve(name.id() + ".up.sql");
            case FOLDER -> in.resolve(name.id()).resolve("migration.sql");
        };
    }

    private NewFiles.Wanted wanted(Path path, NewFiles.Content content) {
        int bytes = path.getFileName().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_FILE_NAME) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "the name of the file would have " + bytes + " bytes, and " + LONGEST_FILE_NAME
                                    + " are the most",
                            "find a shorter name"));
        }
        return new NewFiles.Wanted(path, display.of(path), content);
    }

    private static NewFiles.Content content(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> remarks(NextName name, SourceNames names) {
        var remarks = new ArrayList<>(name.remarks());
        Order order = settings.sources().order();
        int last = settings.sources().folders().size() - 1;
        if (order instanceof Order.BySource && folder.index() < last) {
            remarks.add("by order = \"source\" it runs before those of "
                    + settings.sources().folders().get(last));
        }
        if (order instanceof Order.Listed listed) {
            FileName made = FileName.ofId(name.id());
            listed.names().stream()
                    .filter(entry -> made.isMeantBy(entry.text()))
                    .findFirst()
                    .ifPresent(entry -> remarks.add(
                            "\"" + entry + "\" in order fits it: it runs there, and not behind all others"));
        }
        if (!(order instanceof Order.BySource)) {
            names.ceilings().stream()
                    .findFirst()
                    .ifPresent(file -> remarks.add(file.name().id()
                            + " runs behind it: no number is larger; if a fresh database is to start from that file,"
                            + " name it in [bootstrap] of migrate.toml"));
        }
        return remarks;
    }
}
