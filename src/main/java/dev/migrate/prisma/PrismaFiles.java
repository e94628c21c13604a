package dev.migrate.prisma;

import dev.migrate.config.Location;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of a Prisma schema: one, or all {@code .prisma} files of a folder and the folders in it. */
public final class PrismaFiles {
    private PrismaFiles() {}

    /**
     * Reads them, and looks whether their names fit together.
     *
     * @throws MigrationFailure exit code 2 where there is none, or one cannot be read
     */
    public static PrismaSchema read(Location location) {
        PrismaSchema schema = new PrismaSchema(location.name(), List.of(), List.of(), List.of(), List.of(), List.of());
        var problems = new ArrayList<Problem>();
        for (Path file : files(location)) {
            String name = location.path().equals(file)
                    ? location.name()
                    : location.name() + "/"
                            + location.path().relativize(file).toString().replace('\\', '/');
            try {
                schema = schema.and(PrismaParser.parse(name, Files.readString(file)));
            } catch (CharacterCodingException error) {
                problems.add(Problem.at(Place.of(name), "is not in UTF-8", "save it in UTF-8"));
            } catch (IOException error) {
                problems.add(
                        Problem.at(Place.of(name), "cannot be read: " + error.getMessage(), "look at its permissions"));
            } catch (MigrationFailure failure) {
                problems.addAll(failure.problems());
            }
        }
        if (problems.isEmpty()) {
            problems.addAll(Coherence.problems(schema));
        }
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.USAGE, problems);
        }
        return schema;
    }

    private static List<Path> files(Location location) {
        if (Files.isRegularFile(location.path())) {
            return List.of(location.path());
        }
        if (!Files.isDirectory(location.path())) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    location.problem(
                            "there is no Prisma schema " + location, "correct schema in [prisma] of migrate.toml"));
        }
        try (Stream<Path> all = Files.walk(location.path())) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".prisma") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new MigrationFailure(
                        ExitCode.USAGE,
                        location.problem(
                                "there is no .prisma file in " + location,
                                "correct schema in [prisma] of migrate.toml"));
            }
            return files;
        } catch (IOException | java.io.UncheckedIOException error) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    List.of(location.problem(
                            "the folder " + location + " cannot be read: " + error.getMessage(),
                            "look at its permissions")),
                    error);
        }
    }
}
