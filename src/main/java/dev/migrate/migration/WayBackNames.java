package dev.migrate.migration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds files that undo another one and say so in their names only: {@code 001_users_down.sql} beside {@code
 * 001_users.sql} or {@code 001_users_up.sql}.
 *
 * <p>The word alone proves nothing, for {@code 004_slow_down.sql} is a migration. It does where what is left of the name
 * is the name of another file, or the version of others.
 */
final class WayBackNames {
    private static final String WORD = "(?:down|undo|rollback|revert)";
    private static final Pattern BEHIND = Pattern.compile("(.+)[_.-]" + WORD, Pattern.CASE_INSENSITIVE);
    private static final Pattern BEFORE = Pattern.compile(WORD + "[_.-](.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DIRECTED = Pattern.compile("\\d.*[_-]up", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORPHAN = Pattern.compile("\\d.*[_-]down", Pattern.CASE_INSENSITIVE);
    private static final Pattern ALONE = Pattern.compile("(?:\\d+[_.-])?" + WORD, Pattern.CASE_INSENSITIVE);

    /** {@code 13_to_12} beside {@code 12_to_13}. */
    private static final Pattern FROM_TO = Pattern.compile("(\\d{1,9})_to_(\\d{1,9})");

    private static final List<String> UP = List.of("", "_up", "-up");

    private WayBackNames() {}

    /**
     * By the id of a file that undoes others: the ids of those. Where they are several, it cannot be told which it
     * undoes. Where there is none, it undoes nothing that is here: so it is with {@code rollback.sql}, {@code
     * 999_rollback.sql}, and with {@code _down} among files that say {@code _up}.
     */
    static Map<String, List<String>> of(Collection<FileName> names) {
        Map<String, List<String>> undone = new LinkedHashMap<>();
        Map<String, FileName> byId = new LinkedHashMap<>();
        for (FileName name : names) {
            byId.putIfAbsent(name.id().toLowerCase(Locale.ROOT), name);
        }
        boolean directed =
                names.stream().anyMatch(name -> DIRECTED.matcher(name.id()).matches());
        for (FileName name : names) {
            List<String> others = undoneBy(name, byId, names);
            boolean orphan = ALONE.matcher(name.id()).matches()
                    || (directed && ORPHAN.matcher(name.id()).matches());
            if (!others.isEmpty() || orphan) {
                undone.put(name.id(), others);
            }
        }
        return undone;
    }

    private static List<String> undoneBy(FileName name, Map<String, FileName> byId, Collection<FileName> names) {
        Matcher step = FROM_TO.matcher(name.id());
        if (step.matches() && Integer.parseInt(step.group(1)) > Integer.parseInt(step.group(2))) {
            FileName forth = byId.get(step.group(2) + "_to_" + step.group(1));
            return forth == null ? List.of() : List.of(forth.id());
        }
        List<String> others = new ArrayList<>(1);
        for (Pattern pattern : List.of(BEHIND, BEFORE)) {
            Matcher matcher = pattern.matcher(name.id());
            if (!matcher.matches()) {
                continue;
            }
            String base = matcher.group(1).toLowerCase(Locale.ROOT);
            for (String up : UP) {
                FileName other = byId.get(base + up);
                if (other != null) {
                    return List.of(other.id());
                }
            }
            Version.parse(base)
                    .ifPresent(version -> names.stream()
                            .filter(other ->
                                    other.version().filter(version::equals).isPresent())
                            .filter(other -> !BEHIND.matcher(other.id()).matches())
                            .forEach(other -> others.add(other.id())));
        }
        return others;
    }
}
