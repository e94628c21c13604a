package dev.migrate.migration;

import dev.migrate.config.Name;
import dev.migrate.config.Nearest;
import dev.migrate.problem.Problem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the migrations that a name in the config or in a directive means. */
final class Names {
    private final Collection<Migration> migrations;
    private final Map<String, Migration> byId = new LinkedHashMap<>();
    private final Map<String, List<Migration>> byName = new LinkedHashMap<>();

    Names(Collection<Migration> migrations) {
        this.migrations = migrations;
        for (Migration migration : migrations) {
            byId.putIfAbsent(migration.id(), migration);
            byId.putIfAbsent(migration.qualifiedId(), migration);
            byName.computeIfAbsent(migration.name(), name -> new ArrayList<>(1)).add(migration);
        }
    }

    static boolean isGlob(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0 || text.indexOf('{') >= 0;
    }

    /** Whether a text is an id, or a glob that fits it. */
    static boolean fits(String text, String id) {
        return text.equals(id)
                || (isGlob(text)
                        && FileSystems.getDefault()
                                .getPathMatcher("glob:" + text)
                                .matches(Path.of(id)));
    }

    /** The one with that id; whatever else goes to the problems. */
    Optional<Migration> one(Name name, String key, List<Problem> problems) {
        Migration found = byId.get(name.text());
        if (found != null) {
            return Optional.of(found);
        }
        List<Migration> same = byName.getOrDefault(name.text(), List.of());
        if (same.isEmpty()) {
            problems.add(unknown(name, key));
        } else {
            problems.add(name.problem(
                    "\"" + name.text() + "\" in \"" + key + "\" is the name of " + same.size() + " migrations",
                    "write one of "
                            + String.join(", ", same.stream().map(Migration::id).toList())));
        }
        return Optional.empty();
    }

    /** Those with that id, with that name, or that the glob fits by id, name or file; none goes to the problems. */
    List<Migration> all(Name name, String key, List<Problem> problems) {
        List<Migration> found = matching(name.text());
        if (found.isEmpty()) {
            problems.add(
                    isGlob(name.text())
                            ? name.problem(
                                    "\"" + name.text() + "\" in \"" + key + "\" matches no migration",
                                    "correct the pattern, or remove it")
                            : unknown(name, key));
        }
        return found;
    }

    List<Migration> matching(String text) {
        Migration exact = byId.get(text);
        if (exact != null) {
            return List.of(exact);
        }
        if (!isGlob(text)) {
            return byName.getOrDefault(text, List.of());
        }
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + text);
        return migrations.stream()
                .filter(migration -> glob.matches(Path.of(migration.name()))
                        || glob.matches(Path.of(migration.id()))
                        || glob.matches(Path.of(migration.file())))
                .toList();
    }

    private Problem unknown(Name name, String key) {
        Optional<String> bare = name.text().endsWith(".sql")
                ? Optional.of(name.text()
                                .substring(
                                        name.text().lastIndexOf('/') + 1,
                                        name.text().length() - 4))
                        .filter(id -> byId.containsKey(id) || byName.containsKey(id))
                : Optional.empty();
        String fix = bare.or(() -> Nearest.to(name.text(), new TreeSet<>(byId.keySet())))
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("write the id of a migration: its file name without .sql");
        return name.problem("\"" + name.text() + "\" in \"" + key + "\" is no migration", fix);
    }
}
