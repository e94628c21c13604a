package dev.migrate.database;

/**
 * What a server says of itself and of this session, asked once after connecting.
 *
 * @param version {@code server_version_num}, such as 170004
 * @param versionName as people write it, such as {@code 17.4}
 * @param database the database connected to
 * @param user the user that logged in
 * @param readOnly whether transactions cannot write: a standby, or {@code default_transaction_read_only}
 * @param standby whether the server is in recovery
 * @param encoding of the database, such as {@code UTF8}
 * @param backend process id of the server process that serves this session, or that did when it was asked
 * @param pooling whether a pooler is in between
 */
public record ServerFacts(
        int version,
        String versionName,
        String database,
        String user,
        boolean readOnly,
        boolean standby,
        String encoding,
        int backend,
        Pooling pooling) {
    /** Whether the database can hold every character. */
    public boolean unicode() {
        return encoding.equals("UTF8");
    }

    /** 17 for 17.4. */
    public int major() {
        return version / 10_000;
    }
}
