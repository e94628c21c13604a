package dev.migrate.cli;

import dev.migrate.problem.ExitCode;
import dev.migrate.report.Inspection;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Item;
import dev.migrate.script.Position;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "How a file is read: its statements, their lines, what cannot run in a transaction.")
final class InspectCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with SQL.")
    private List<String> files;

    private final Workplace workplace;

    InspectCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        ExitCode worst = ExitCode.OK;
        try (Inspection inspection = inspection()) {
            for (String file : files) {
                if (!inspect(file, inspection)) {
                    worst = ExitCode.USAGE;
                }
            }
        }
        return worst.number();
    }

    private Inspection inspection() {
        return workplace.options().format == GlobalOptions.Format.json
                ? new Inspection.Json(workplace.around().out(), files.size() > 1)
                : new Inspection.Text(workplace.console());
    }

    private boolean inspect(String file, Inspection inspection) {
        Path path = workplace.around().directory().resolve(file);
        try (ScriptReader reader =
                ScriptReader.of(Files.newInputStream(path), Position.START, false, CommentListener.NONE)) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                inspection.item(file, item);
            }
            return true;
        } catch (UnterminatedException error) {
            inspection.error(file, error);
        } catch (NoSuchFileException absent) {
            inspection.unreadable(file, "there is no such file");
        } catch (IOException error) {
            inspection.unreadable(
                    file, Files.isDirectory(path) ? "is a folder" : "cannot be read: " + error.getMessage());
        }
        return false;
    }
}
