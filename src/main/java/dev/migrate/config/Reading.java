package dev.migrate.config;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlPosition;

/** What is gathered while one config is read: its problems, each once, and the keys that there are. */
final class Reading {
    private record Unknown(String key, String table, Place where, List<String> siblings) {}

    private final String file;
    private final Path directory;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Unknown> unknown = new LinkedHashSet<>();
    private final Set<String> known = new LinkedHashSet<>();
    private Optional<Map<String, String>> environment = Optional.empty();

    Reading(String file, Path directory) {
        this.file = file;
        this.directory = directory;
    }

    /** From now on variables are filled in; before, a text with variables counts as not written. */
    void resolveWith(Map<String, String> variables) {
        environment = Optional.of(variables);
    }

    Optional<String> resolve(Template template) {
        if (environment.isEmpty()) {
            return template.hasVariables() ? Optional.empty() : Optional.of(template.text());
        }
        List<Problem> found = new ArrayList<>();
        Optional<String> resolved = template.resolve(environment.get(), found);
        problems.addAll(found);
        return resolved;
    }

    Optional<Location> locate(Name name, String key) {
        if (name.text().isBlank()) {
            problem(name.where().orElseThrow(), "\"" + key + "\" names no path", "name a file or folder, or remove it");
            return Optional.empty();
        }
        return Optional.of(Location.in(directory, name.text(), name.where()));
    }

    void problem(Place where, String what, String fix) {
        problems.add(Problem.at(where, what, fix));
    }

    void unknown(String key, String table, Place where, Collection<String> siblings) {
        unknown.add(new Unknown(key, table, where, List.copyOf(siblings)));
    }

    void known(String path) {
        known.add(path);
    }

    Place place(TomlPosition position) {
        return position == null ? Place.of(file) : new Place(file, position.line(), position.column());
    }

    /** All that was wrong, in the order of the file. */
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(problems);
        for (Unknown key : unknown) {
            String table = key.table().isEmpty() ? "" : " in [" + key.table() + "]";
            all.add(Problem.at(key.where(), "unknown key \"" + key.key() + "\"" + table, fix(key)));
        }
        all.sort(Comparator.comparing(
                        (Problem problem) -> problem.where().map(Place::line).orElse(0))
                .thenComparing(problem -> problem.where().map(Place::column).orElse(0)));
        return all;
    }

    private String fix(Unknown key) {
        Optional<String> near = Nearest.to(key.key(), key.siblings());
        if (near.isPresent()) {
            return "did you mean \"" + near.get() + "\"?";
        }
        return known.stream()
                .filter(path -> path.endsWith("." + key.key()) && !path.startsWith("env."))
                .findFirst()
                .map(path -> "\"" + key.key() + "\" belongs in [" + path.substring(0, path.lastIndexOf('.')) + "]")
                .orElseGet(() -> didYouMean(key.key(), key.siblings()));
    }

    static String didYouMean(String word, Collection<String> candidates) {
        return Nearest.to(word, candidates)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElseGet(() -> "known are " + String.join(", ", candidates));
    }
}
