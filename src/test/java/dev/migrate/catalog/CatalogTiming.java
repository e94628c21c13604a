package dev.migrate.catalog;

import dev.migrate.database.ConnectionUrl;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a Catalog some times and says how long it took and how much of the heap it takes; for {@code bench/catalog.py}. */
public final class CatalogTiming {
    private CatalogTiming() {}

    /**
     * Prints milliseconds of each reading, objects, and bytes of heap for each object.
     *
     * @param arguments the URL, and how often
     */
    public static void main(String[] arguments) {
        int times = Integer.parseInt(arguments[1]);
        try (Session session =
                Session.open(new ConnectionUrl(Map.of()).target(arguments[0], "the argument"), "timing")) {
            var kept = new ArrayList<Catalog>();
            var milliseconds = new ArrayList<Long>();
            long before = used();
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                Catalog catalog = new CatalogReader(session, CatalogScope.of("migrate")).read();
                milliseconds.add((System.nanoTime() - start) / 1_000_000);
                kept.clear();
                kept.add(catalog);
            }
            long heap = used() - before;
            int objects = kept.get(0).objects().size();
            long start = System.nanoTime();
            List<Difference> none = Comparison.of(kept.get(0), kept.get(0));
            System.out.println(milliseconds + " " + objects + " " + heap / objects + " " + none.size() + " "
                    + (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
