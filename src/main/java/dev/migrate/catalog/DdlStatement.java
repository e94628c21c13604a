package dev.migrate.catalog;

/**
 * One statement that makes an object, or a part of it, or changes it behind its creation.
 *
 * @param object what it makes
 * @param whole the object that people would look for it at: the table of an index, a policy or a grant; else the object
 * @param sql without the semicolon; may hold line breaks
 */
public record DdlStatement(Identity object, Identity whole, String sql) {
    /** Whether it is no more than a comment that says what could not be written. */
    public boolean note() {
        return sql.lines().allMatch(line -> line.startsWith("--"));
    }
}
