package dev.migrate.scaffold;

import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.migration.Display;
import dev.migrate.migration.FileName;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a new migration holds before anybody has written it. */
final class NewTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

    private NewTemplate() {}

    /**
     * The text of the project's own template, as it stands in its file; empty where there is none.
     *
     * @throws MigrationFailure exit code 2 where it cannot be read
     */
    static Optional<String> of(Settings settings, NewFolder folder) {
        Optional<Location> named = settings.newMigrations().template();
        if (named.isPresent()) {
            Location template = named.get();
            if (!Files.isRegularFile(template.path())) {
                throw new MigrationFailure(
                        ExitCode.USAGE,
                        template.problem(
                                "the template \"" + template + "\" "
                                        + (Files.exists(template.path()) ? "is no file" : "does not exist"),
                                "create it, or correct its name"));
            }
            return Optional.of(read(template.path(), template.name()));
        }
        for (String name : FileName.TEMPLATES) {
            Path file = folder.location().path().resolve(name);
            if (Files.isRegularFile(file)) {
                String shown = new Display(settings.directory()).of(file);
                folder.refuseLinkOut(
                        file, settings, shown, "copy the file here, or name it as template in [new] of migrate.toml");
                return Optional.of(read(file, shown));
            }
        }
        return Optional.empty();
    }

    private static String read(Path file, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException other) {
            throw new MigrationFailure(
                    ExitCode.USAGE, Problem.at(Place.of(name), "the template is not UTF-8", "convert it with iconv"));
        } catch (IOException unreadable) {
            throw UnreadableFile.of(name, unreadable);
        }
    }

    /** The text with what braces stand for; braces around anything else stay. */
    static String filled(String text, Map<String, Supplier<String>> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Optional.ofNullable(values.get(found.group(1)))
                        .map(Supplier::get)
                        .orElse(found.group())));
    }
}
