package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.problem.Place;
import dev.migrate.rehearse.Observation;
import dev.migrate.rehearse.Observation.Touch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which statement of some scripts stands behind an object, for whoever wants to change it. */
public final class Origins {
    private static final Set<ObjectKind> PARTS =
            Set.of(ObjectKind.COLUMN, ObjectKind.CONSTRAINT, ObjectKind.DOMAIN_CONSTRAINT);

    private final List<Touch> newestFirst = new ArrayList<>();
    private final BiPredicate<Touch, Pattern> says;
    private final ObjectNames names;
    private final Wholes wholes;

    /**
     * Knows what was observed.
     *
     * @param says whether the words of the statement that touched something match
     * @param catalogs that hold the objects
     */
    public Origins(Observation seen, BiPredicate<Touch, Pattern> says, Catalog... catalogs) {
        newestFirst.addAll(seen.touches());
        Collections.reverse(newestFirst);
        this.says = says;
        this.names = new ObjectNames(catalogs);
        this.wholes = new Wholes(catalogs);
    }

    /** The last statement that made what is different, as far as it can be told. */
    public Optional<Touch> of(Difference difference) {
        Identity object = difference.object();
        Facet facet = wholes.of(difference);
        Predicate<Touch> whole = touch -> touches(touch, facet.whole());
        return switch (facet.part()) {
            case COMMENT ->
                newest(touch -> touch.tag().equals("COMMENT")
                                && names.of(touch).filter(object::equals).isPresent())
                        .or(() -> newest(whole));
            case ROW_SECURITY ->
                newest(whole.and(touch -> says.test(touch, Wholes.ROW_SECURITY)))
                        .or(() -> newest(whole));
            case GRANTS ->
                newest(touch -> touch.words().isPresent() && says.test(touch, word(object.name())))
                        .or(() -> newest(whole));
            default -> {
                Predicate<Touch> making = whole.and(touch -> !touch.tag().equals("COMMENT"));
                Predicate<Touch> named = making.and(touch -> says.test(touch, word(object.name())));
                yield (PARTS.contains(object.kind()) ? newest(named) : Optional.<Touch>empty())
                        .or(() -> newest(making));
            }
        };
    }

    /** The statement that made an object, or one that something of it was made with. */
    public Optional<Touch> maker(Identity object) {
        Identity whole = wholes.of(object);
        return newest(touch -> touches(touch, whole) && touch.tag().startsWith("CREATE"))
                .or(() -> newest(touch -> touches(touch, whole)));
    }

    /** The table of a part of it, else the first of some others that a statement makes. */
    public Optional<Touch> neighbour(Identity object, List<Identity> others) {
        Identity table = wholes.table(object);
        Optional<Touch> own = table.equals(object) ? Optional.empty() : maker(table);
        for (Identity other : others) {
            own = own.isPresent() ? own : maker(other);
        }
        return own;
    }

    private boolean touches(Touch touch, Identity whole) {
        return !touch.dropped()
                && names.of(touch).map(wholes::of).filter(whole::equals).isPresent();
    }

    /** The last statement that took an object away; empty where none did. */
    public Optional<Touch> remover(Identity object) {
        return newest(touch ->
                touch.dropped() && names.of(touch).filter(object::equals).isPresent());
    }

    private Optional<Touch> newest(Predicate<Touch> wanted) {
        return newestFirst.stream().filter(wanted).findFirst();
    }

    private static Pattern word(String name) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE);
    }

    /** Where a statement stands. */
    public static Place place(Touch touch) {
        return touch.line() > 0 ? new Place(touch.file(), touch.line(), 1) : Place.of(touch.file());
    }
}
