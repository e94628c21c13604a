package dev.migrate.report;

import dev.migrate.keep.KeptEntry;
import java.util.List;

/**
 * What is kept, and what was done with it.
 *
 * @param entries those that the command was about
 * @param done what was given back or purged, in words; empty where it was only listed
 */
public record KeptResult(List<KeptEntry> entries, List<String> done) {
    public KeptResult {
        entries = List.copyOf(entries);
        done = List.copyOf(done);
    }
}
