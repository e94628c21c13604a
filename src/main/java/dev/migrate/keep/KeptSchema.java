package dev.migrate.keep;

import dev.migrate.database.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The schema {@code migrate_kept} and its table of contents; and how SQL of our own works beside that of a script. */
final class KeptSchema {
    private static final List<String> CREATE = read();

    private KeptSchema() {}

    /** Makes what is not there yet. */
    static List<String> create() {
        return CREATE.subList(0, CREATE.size() - 1);
    }

    /** Takes every right from everybody but the owner, whatever default privileges have given. */
    static String close() {
        return CREATE.get(CREATE.size() - 1);
    }

    /** Nothing is hidden by row security, nothing planted is called; until {@link #leave} or the end of the transaction. */
    static List<String> enter() {
        return List.of(
                "set local client_min_messages = warning",
                "set local row_security = off",
                "set local search_path = pg_catalog, pg_temp");
    }

    static List<String> leave() {
        return List.of(
                "set local search_path to default",
                "set local row_security to default",
                "set local client_min_messages to default");
    }

    /** The same behind statements of a script, which may have set anything. */
    static List<String> enterBehindScript(Optional<String> role) {
        var statements = new ArrayList<String>();
        statements.add("set constraints all immediate");
        statements.add("set local session authorization default");
        statements.add("set local role " + role.map(Identifier::quoted).orElse("none"));
        statements.addAll(enter());
        return statements;
    }

    /** Copies whose time is over. */
    static final String PURGE_EXPIRED = """
            do $$
            declare
                r record;
            begin
                for r in select id, kept_table from migrate_kept.contents where state <> 'purged' and expires_at < now()
                loop
                    execute 'drop table if exists migrate_kept.' || quote_ident(r.kept_table);
                    update migrate_kept.contents set state = 'purged', settled_at = now(), note = 'expired' where id = r.id;
                end loop;
            end
            $$
            """;

    private static List<String> read() {
        try (InputStream in = KeptSchema.class.getResourceAsStream("create.sql")) {
            String text = new String(Objects.requireNonNull(in, "create.sql").readAllBytes(), StandardCharsets.UTF_8);
            return List.of(text.strip().split("\n\n"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
