package dev.migrate.catalog;

/**
 * A privilege that somebody holds beyond what is the default, or lacks of it.
 *
 * @param grantee a role with quotes where it needs them, {@code PUBLIC}, or {@code <owner>}
 * @param held false for one that is granted by default and was revoked
 */
public record Grant(String privilege, String grantee, boolean grantable, boolean held) {
    private static final String NOT = "no ";
    private static final String TO = " to ";
    private static final String GRANTABLE = " with grant option";

    /** As it stands in a Catalog and in messages: {@code SELECT to anon}, {@code no EXECUTE to PUBLIC}. */
    @Override
    public String toString() {
        return (held ? "" : NOT) + privilege + TO + grantee + (grantable ? GRANTABLE : "");
    }

    /** The grant that such a text stands for. */
    public static Grant parse(String text) {
        boolean held = !text.startsWith(NOT);
        String rest = held ? text : text.substring(NOT.length());
        boolean grantable = rest.endsWith(GRANTABLE);
        String core = grantable ? rest.substring(0, rest.length() - GRANTABLE.length()) : rest;
        int to = core.indexOf(TO);
        return new Grant(core.substring(0, to), core.substring(to + TO.length()), grantable, held);
    }
}
