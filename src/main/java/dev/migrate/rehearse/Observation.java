package dev.migrate.rehearse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which statements made, changed and dropped which objects of a scratch database, in the order in which they did.
 *
 * <p>What fires no event trigger is not in it: {@code TRUNCATE}, changes of rows, {@code SET}; {@code VACUUM}, {@code
 * CLUSTER}, {@code REINDEX} before 17; roles, databases, tablespaces, event triggers; and whatever ran while {@code
 * event_triggers} was off.
 *
 * @see <a href="https://www.postgresql.org/docs/current/event-trigger-matrix.html">event trigger firing matrix</a>
 */
public record Observation(List<Touch> touches) {
    public Observation {
        touches = List.copyOf(touches);
    }

    /**
     * One object, touched by one statement.
     *
     * @param id of the migration
     * @param file as the user would name it
     * @param line where the statement begins; 0 where it is none of a script
     * @param statement number in the script, from 1; likewise
     * @param tag of the command: {@code ALTER TABLE}; of a dropped object the command that dropped it
     * @param objectType as {@code pg_identify_object} names it: {@code table}, {@code policy}; of {@code GRANT} and its
     *     like the kind of object, in upper case
     * @param schema empty for objects in none
     * @param identity as {@code pg_identify_object} writes it: {@code public.orders}, {@code reads on public.orders};
     *     empty for {@code GRANT}, {@code REVOKE} and {@code ALTER DEFAULT PRIVILEGES}, of which the server does not
     *     say what they touched
     * @param classId the catalog that the object is in; 0 where there is no identity
     * @param objectId its row there
     * @param dropped whether it is gone
     * @param original of a dropped object, whether it is the one that was named, not one that went with it
     * @param part of a column its number; 0 for all that is whole
     * @param normal of a dropped object that was not named, whether {@code CASCADE} took it, not its being part of another
     * @param words of {@code GRANT}, {@code REVOKE} and {@code ALTER DEFAULT PRIVILEGES} the statement; else empty
     */
    public record Touch(
            String id,
            String file,
            int line,
            int statement,
            String tag,
            String objectType,
            Optional<String> schema,
            Optional<String> identity,
            long classId,
            long objectId,
            boolean dropped,
            boolean original,
            int part,
            boolean normal,
            Optional<String> words) {
        /** {@code file:line}, for people. */
        public String place() {
            return line > 0 ? file + ":" + line : file;
        }

        /** Kind and name, for people: {@code column public.orders.note}. */
        public String object() {
            String type = objectType.replace("table column", "column").replace("table constraint", "constraint");
            return type + identity.map(name -> " " + name).orElse("");
        }

        private boolean sameObject(Touch other) {
            return classId != 0 && classId == other.classId && objectId == other.objectId;
        }
    }

    /**
     * The last statement that touched an object, under this name or one that it had before or got later.
     *
     * @param identity as {@code pg_identify_object} writes it
     */
    public Optional<Touch> lastTouching(String identity) {
        return last(touch -> touch.identity().filter(identity::equals).isPresent());
    }

    /** The same where objects of several types have this identity, such as a table and its row type. */
    public Optional<Touch> lastTouching(String objectType, String identity) {
        return last(touch -> touch.objectType().equals(objectType)
                && touch.identity().filter(identity::equals).isPresent());
    }

    private Optional<Touch> last(Predicate<Touch> named) {
        Optional<Touch> byName = newest(named);
        return byName.flatMap(known -> known.dropped() ? byName : newest(known::sameObject));
    }

    /**
     * The last {@code GRANT}, {@code REVOKE} or {@code ALTER DEFAULT PRIVILEGES} in whose words a name stands. The server
     * does not say what these touch, so a {@code GRANT … ON ALL TABLES IN SCHEMA s} is only found by {@code s}.
     *
     * @param name without schema and quotes
     */
    public Optional<Touch> lastGrantNaming(String name) {
        var word = Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE);
        return newest(
                touch -> touch.words().filter(text -> word.matcher(text).find()).isPresent());
    }

    /** Everything that one script touched. */
    public List<Touch> of(String id) {
        return touches.stream().filter(touch -> touch.id().equals(id)).toList();
    }

    private Optional<Touch> newest(Predicate<Touch> wanted) {
        var reversed = new ArrayList<>(touches);
        Collections.reverse(reversed);
        return reversed.stream().filter(wanted).findFirst();
    }
}
