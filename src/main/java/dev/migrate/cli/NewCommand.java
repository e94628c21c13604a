package dev.migrate.cli;

import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.report.Display;
import dev.migrate.report.NewResult;
import dev.migrate.report.Report;
import dev.migrate.rollback.WayBackWriter;
import dev.migrate.rollback.WrittenWayBack;
import dev.migrate.scaffold.GivenText;
import dev.migrate.scaffold.MadeMigration;
import dev.migrate.scaffold.NewMigration;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        description = {
            "Make the file of a migration, called as the others of the project are: migrate new add orders table",
            "Needs no database, unless its way back is to be derived. --source picks the folder."
        })
final class NewCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "What the migration does, in words.")
    private List<String> words;

    @Option(
            names = "--from",
            paramLabel = "FILE|-",
            description = "The SQL that it is to hold, in place of the template; - is standard input.")
    private String from;

    @Option(
            names = "--with-rollback",
            description = {
                "With --from: derive its way back, prove it and write it, as migrate rollback --write does.",
                "Without: make a place for it, also where no other migration has one."
            })
    private boolean withRollback;

    @Option(names = "--edit", description = "Open it in $VISUAL or $EDITOR.")
    private boolean edit;

    private final Workplace workplace;

    NewCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        Optional<Editor> editor = edit ? Optional.of(Editor.of(workplace.around())) : Optional.empty();
        Report report = workplace.report();
        List<Location> chosen = chosen();
        Settings before = settings(chosen);
        NewMigration migration = NewMigration.in(before, String.join(" ", words), chosen);
        Optional<GivenText> text = text();
        try {
            boolean derive = withRollback && text.isPresent();
            if (!derive) {
                before.found().ifPresent(sentence -> say("sources " + sentence, report));
            }
            migration.makeFolder().forEach(said -> say(said, report));
            return derive ? derived(migration, text, chosen, editor, report) : made(migration, text, editor, report);
        } finally {
            text.ifPresent(GivenText::close);
        }
    }

    /** Without a database. */
    private int made(NewMigration migration, Optional<GivenText> text, Optional<Editor> editor, Report report) {
        MadeMigration made = migration.make(
                text, withRollback ? NewMigration.Undoing.PLACE : NewMigration.Undoing.AS_OTHERS, this::author);
        made.remarks().forEach(said -> say(said, report));
        made.down().ifPresent(file -> say("made " + file + ", for what undoes it", report));
        if (withRollback) {
            say("once it is written: migrate rollback --write " + made.id() + " derives its way back", report);
        }
        report.made(result(made, made.down(), Optional.empty()));
        editor.ifPresent(program -> program.open(made.path(), report::warning));
        return ExitCode.OK.number();
    }

    /** Connects first: where that fails, nothing is made that a second attempt would make once more. */
    private int derived(
            NewMigration migration,
            Optional<GivenText> text,
            List<Location> chosen,
            Optional<Editor> editor,
            Report report) {
        Settings settings = settings(chosen); // anew: the folder may not have been there
        try (OpenProject project = workplace.open(settings, report, Workplace.Files.NEEDED)) {
            workplace.interruption().during(project.session());
            MadeMigration made = migration.make(text, NewMigration.Undoing.DERIVED, this::author);
            made.remarks().forEach(said -> say(said, report));
            editor.ifPresent(program -> program.open(made.path(), report::warning));
            WrittenWayBack written = wayBack(made, settings, project, report);
            report.made(result(made, written.file(), Optional.of(written)));
            boolean whole = written.file().isPresent() && written.derived().proven();
            return (whole ? ExitCode.OK : ExitCode.FINDING).number();
        }
    }

    private WrittenWayBack wayBack(MadeMigration made, Settings settings, OpenProject project, Report report) {
        try {
            return new WayBackWriter(
                            project.session(),
                            workplace.history(settings),
                            Workplace.inventory(settings),
                            settings.database().role(),
                            () -> workplace.shadow(settings, project.session()))
                    .write(made.id(), false, false);
        } catch (MigrationFailure failure) {
            report.warning(made.file()
                    + " is made, its way back is not; when that is put right: migrate rollback --write " + made.id());
            throw failure;
        }
    }

    private NewResult result(MadeMigration made, Optional<String> down, Optional<WrittenWayBack> derived) {
        Path here = workplace.around().directory().toAbsolutePath().normalize();
        return new NewResult(
                made.id(), made.file(), here.relativize(made.path()).toString(), down, derived);
    }

    /** On one line, whatever names of files there are. */
    private static void say(String text, Report report) {
        report.remark(Display.name(text));
    }

    private String author() {
        return GitAuthor.name(workplace.around());
    }

    private Optional<GivenText> text() {
        if (from == null) {
            return Optional.empty();
        }
        return Optional.of(
                from.equals("-")
                        ? GivenText.of(workplace.around().in(), "standard input")
                        : GivenText.of(workplace.around().directory().resolve(from), from));
    }

    private List<Location> chosen() {
        return workplace.options().sources.stream()
                .map(name -> Location.in(workplace.around().directory(), name))
                .toList();
    }

    /** A source that is one of the config's is chosen among them, and the new file comes behind those of all. */
    private Settings settings(List<Location> chosen) {
        Settings configured = workplace.settings(List.of());
        Set<Path> sources = new HashSet<>();
        configured.sources().folders().forEach(source -> sources.add(source.path()));
        boolean among = chosen.stream().allMatch(source -> sources.contains(source.path()));
        return among ? configured : workplace.settings();
    }
}
