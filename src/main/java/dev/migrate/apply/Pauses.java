package dev.migrate.apply;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Pauses that grow, with chance in them so that two who wait for the same thing do not keep step. */
final class Pauses {
    private static final long LOOK_MS = 50;

    private final long longest;
    private final Interruption interruption;
    private long next;

    /** In milliseconds; the first is up to twice as long, none much longer than {@code longest}. */
    Pauses(long first, long longest, Interruption interruption) {
        this.next = first;
        this.longest = longest;
        this.interruption = interruption;
    }

    /** Waits; at most so many milliseconds, and not when the run was interrupted. */
    void pause(long atMost) {
        long length = Math.min(atMost, next + ThreadLocalRandom.current().nextLong(next));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(length);
        next = Math.min(longest, next * 2);
        for (long left = length; left > 0 && !interruption.requested(); left = millisecondsTo(end)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(left, LOOK_MS)));
        }
    }

    private static long millisecondsTo(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
}
