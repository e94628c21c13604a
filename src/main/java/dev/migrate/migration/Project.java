package dev.migrate.migration;

import dev.migrate.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All migrations of a project as they lie there, and what the config says about them; in no order of running yet.
 *
 * @param migrations those that may run, each with its own id, the bootstrap file among them
 * @param archived those that are never run
 * @param after by id, the ids behind which it runs, from directives and config; archived ones are left out
 * @param passedOver files that are called after a way back, and undo nothing that is there: they are not run
 * @param ordered the ids that {@code order = [...]} lists, globs resolved; empty where it is no list
 */
public record Project(
        Settings settings,
        List<Migration> migrations,
        List<Migration> archived,
        Optional<Bootstrap> bootstrap,
        Map<String, Set<String>> after,
        List<List<String>> ordered,
        List<RollbackUnit> rollbacks,
        List<String> passedOver) {
    public Project {
        migrations = List.copyOf(migrations);
        archived = List.copyOf(archived);
        after = Map.copyOf(after);
        ordered = List.copyOf(ordered);
        rollbacks = List.copyOf(rollbacks);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * The file from which a fresh database starts.
     *
     * @param covers what it stands for, archived or not
     */
    public record Bootstrap(Migration migration, List<Migration> covers) {
        public Bootstrap {
            covers = List.copyOf(covers);
        }
    }

    /**
     * One script that undoes several migrations, as a unit.
     *
     * @param file for people
     * @param undoes their ids
     */
    public record RollbackUnit(String file, ScriptText script, List<String> undoes) {
        public RollbackUnit {
            undoes = List.copyOf(undoes);
        }
    }

    /** By id, archived ones included. */
    public Map<String, Migration> byId() {
        Map<String, Migration> byId = new LinkedHashMap<>();
        migrations.forEach(migration -> byId.put(migration.id(), migration));
        archived.forEach(migration -> byId.putIfAbsent(migration.id(), migration));
        return byId;
    }

    /** Whether this is the bootstrap file. */
    public boolean isBootstrap(Migration migration) {
        return bootstrap
                .filter(file -> file.migration().id().equals(migration.id()))
                .isPresent();
    }
}
