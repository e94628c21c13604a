package dev.migrate.migration;

/** Decides byte by byte whether they are UTF-8 as PostgreSQL takes it: no surrogates, nothing longer than needed. */
final class Utf8 {
    private int needed;
    private int lowest = 0x80;
    private int highest = 0xBF;
    private long start;
    private int lead;

    /** Whether a character has begun that has not ended. */
    boolean unfinished() {
        return needed > 0;
    }

    /** Offset of the first byte of the last character that is longer than one. */
    long start() {
        return start;
    }

    int lead() {
        return lead;
    }

    /** Takes one byte; false where it cannot follow what was there. */
    boolean accept(int b, long offset) {
        if (needed > 0) {
            if (b < lowest || b > highest) {
                return false;
            }
            needed--;
            lowest = 0x80;
            highest = 0xBF;
            return true;
        }
        if (b < 0x80) {
            return true;
        }
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        start = offset;
        lead = b;
        needed = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        lowest = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        highest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        return true;
    }
}
