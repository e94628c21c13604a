package dev.migrate.config;

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
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * One {@code migrate.toml}, found and parsed.
 *
 * @param path absolute
 * @param name as the user would name it
 */
record ConfigFile(Path path, String name, TomlTable content) {
    /** What it is called where nobody calls it otherwise. */
    static final String NAME = "migrate.toml";

    /** Relative paths in the config start here. */
    Path directory() {
        return path.getParent();
    }

    /** The one in {@code directory}, or in the nearest folder above that has one. */
    static Optional<ConfigFile> nearest(Path directory) {
        return folder(directory).map(folder -> parse(folder.resolve(NAME), NAME));
    }

    /** The folder of the nearest one. */
    static Optional<Path> folder(Path directory) {
        Path folder = directory.toAbsolutePath().normalize();
        while (folder != null && !Files.exists(folder.resolve(NAME))) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder);
    }

    /** The one that was named; a relative name starts in {@code directory}. */
    static ConfigFile read(Path directory, Path named) {
        Path path = directory.resolve(named).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw failure(named.toString(), "there is no such config", "check the path after --config");
        }
        return parse(path, named.toString());
    }

    private static ConfigFile parse(Path path, String name) {
        if (Files.isDirectory(path)) {
            throw failure(name, "the config is a folder", "name the file, such as " + name + "/" + NAME);
        }
        TomlParseResult result = Toml.parse(text(path, name));
        if (result.hasErrors()) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    result.errors().stream().map(error -> problem(name, error)).toList());
        }
        return new ConfigFile(path, name, result);
    }

    private static String text(Path path, String name) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    List.of(Problem.at(
                            Place.of(name), "the config cannot be read", "check that you may read the file")),
                    e);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw failure(name, "the config is not UTF-8", "save it as UTF-8");
        }
    }

    private static Problem problem(String name, TomlParseError error) {
        Place where = new Place(name, error.position().line(), error.position().column());
        return Problem.at(where, lowerFirst(error.getMessage()), "correct the line; it is read as TOML");
    }

    private static String lowerFirst(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static MigrationFailure failure(String name, String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.at(Place.of(name), what, fix));
    }
}
