package dev.migrate.rollback;

import java.util.List;

/** Which migrations need others to be there. */
@FunctionalInterface
public interface Dependents {
    /**
     * Who needs one of these.
     *
     * @param undone ids of migrations that are to be undone
     */
    List<Need> of(List<String> undone);

    /**
     * That one migration needs another.
     *
     * @param id of the one that needs
     * @param needed id of the other
     * @param because how that is known, as it goes on behind the id: {@code declares to run after it}
     */
    record Need(String id, String needed, String because) {}
}
