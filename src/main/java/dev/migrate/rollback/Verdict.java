package dev.migrate.rollback;

import java.util.Locale;

/** Where a way back leads. */
public enum Verdict {
    /** The structure is what it was before the migration, and the migration gives the same again. */
    LEADS_BACK_EXACTLY,
    /** The same but for what neither holds data nor runs: order of columns, names, privileges, owners, comments. */
    LEADS_BACK_BUT,
    /** Something is missing, left behind or different; or the migration cannot be applied again as it was. */
    DOES_NOT_LEAD_BACK,
    /** The server refuses it. */
    FAILS,
    /** There is none. */
    NO_WAY_BACK,
    /** Nobody could find out, and it is said why. */
    UNPROVEN;

    /** For people and JSON. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
