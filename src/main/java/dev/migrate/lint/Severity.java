package dev.migrate.lint;

import java.util.Locale;
import java.util.Optional;

/** How much a finding weighs. */
public enum Severity {
    /** The plan is refused. */
    ERROR,
    /** Is said and counted. */
    WARNING,
    /** Likewise; nothing needs to be done about it. */
    NOTICE;

    /** Tables below this many bytes are read and written anew in an instant. */
    private static final long SMALL = 10L << 20;

    private static final long LARGE = 1L << 30;

    /** As it stands in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What is left of it for a table of this size: all from 1 GB on and where nobody knows, one step less from 10 MB on, else
     * a notice.
     */
    Severity scaled(Optional<Long> bytes) {
        if (bytes.isEmpty() || bytes.get() >= LARGE) {
            return this;
        }
        if (bytes.get() < SMALL) {
            return NOTICE;
        }
        return this == ERROR ? WARNING : NOTICE;
    }
}
