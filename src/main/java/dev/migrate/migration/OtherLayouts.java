package dev.migrate.migration;

import dev.migrate.config.Location;
import dev.migrate.config.Order;
import dev.migrate.config.Settings;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recognises folders that are laid out for another tool in a way that file names alone cannot tell. */
final class OtherLayouts {
    private static final String PLAN = "sqitch.plan";

    private final Settings settings;

    OtherLayouts(Settings settings) {
        this.settings = settings;
    }

    /** What would run wrongly, or not at all, with nobody told. */
    List<Problem> problems(List<Migration> migrations) {
        List<Problem> problems = new ArrayList<>();
        for (Location source : settings.sources().folders()) {
            sqitch(source, migrations).ifPresent(problems::add);
            if (migrations.isEmpty()) {
                deeper(source).ifPresent(problems::add);
            }
        }
        return problems;
    }

    /** Sqitch keeps the order in its plan; by file name half of the project would run before it fails. */
    private Optional<Problem> sqitch(Location source, List<Migration> migrations) {
        Path plan = source.path().resolveSibling(PLAN);
        long unversioned = migrations.stream()
                .filter(migration -> migration.source().equals(source.name()) && migration.unversioned())
                .count();
        if (unversioned < 2 || settings.sources().order() instanceof Order.Listed || !Files.isRegularFile(plan)) {
            return Optional.empty();
        }
        return Optional.of(source.problem(
                "\"" + source.name() + "\" belongs to sqitch, and its order stands in " + PLAN + ", not in file names",
                "write it into migrate.toml: order = [" + planned(plan) + "]"));
    }

    private static String planned(Path plan) {
        try {
            return Files.readAllLines(plan).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && "%@#".indexOf(line.charAt(0)) < 0)
                    .map(line -> "\"" + line.split("\\s", 2)[0] + "\"")
                    .collect(Collectors.joining(", "));
        } catch (IOException unreadable) {
            return "\"FIRST\", \"SECOND\"";
        }
    }

    /** A source with nothing in it but folders with files. */
    private Optional<Problem> deeper(Location source) {
        Set<Path> known = Stream.concat(settings.sources().archive().stream(), settings.sources().folders().stream())
                .map(Location::path)
                .collect(Collectors.toSet());
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> files = Files.find(
                source.path(),
                3,
                (path, attributes) -> FileName.isSql(path.getFileName().toString()))) {
            files.map(Path::getParent)
                    .filter(folder -> known.stream().noneMatch(folder::equals))
                    .map(folder -> source.name() + "/"
                            + source.path().relativize(folder).toString().replace('\\', '/'))
                    .forEach(folders::add);
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return Optional.empty();
        }
        return folders.isEmpty()
                ? Optional.empty()
                : Optional.of(source.problem(
                        "\"" + source.name() + "\" holds no migration itself; there are .sql files in "
                                + String.join(", ", folders.stream().limit(5).toList())
                                + (folders.size() > 5 ? " and " + (folders.size() - 5) + " more" : ""),
                        "name the folder that holds the migrations: --source, or sources in migrate.toml"));
    }
}
