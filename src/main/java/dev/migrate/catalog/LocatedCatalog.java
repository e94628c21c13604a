package dev.migrate.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Catalog with the rows that its objects have in the system catalogs of that one database. An object that was renamed
 * keeps its row; one that was dropped and made again has another.
 *
 * @param places to be compared with those of the same database only
 */
public record LocatedCatalog(Catalog catalog, Map<Identity, String> places) {
    public LocatedCatalog {
        places = Map.copyOf(places);
    }

    /** What an object of the other Catalog is called here; empty where it is not here. */
    public Optional<Identity> same(Identity object, LocatedCatalog other) {
        String place = other.places.get(object);
        return place == null ? Optional.empty() : Optional.ofNullable(byPlace().get(place));
    }

    /** What is where. */
    Map<String, Identity> byPlace() {
        var objects = new HashMap<String, Identity>();
        places.forEach((object, place) -> objects.put(place, object));
        return objects;
    }
}
