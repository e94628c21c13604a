package dev.migrate.rehearse;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.engine.Recorder;
import dev.migrate.engine.SilentRecorder;
import dev.migrate.migration.UpScript;
import dev.migrate.script.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Event triggers in a scratch database that write down what each statement touches. To be taken away before the
 * structure of the database is read: {@link #remove}.
 *
 * <p>They fire whatever a script sets ({@code ENABLE ALWAYS}), but not while {@code event_triggers} is off, which there is
 * since PostgreSQL 17. They see nothing of {@code ddl_command_start}: writing there gives the transaction an id, and {@code
 * DROP INDEX CONCURRENTLY} refuses one that has it.
 */
public final class Observer implements Witness, AutoCloseable {
    /** The setting by which a trigger knows which statement of which script runs. */
    private static final String STATEMENT = "rehearsal.statement";

    private static final List<String> INSTALL = List.of(
            "create schema rehearsal",
            """
            create table rehearsal.seen (
                n bigint generated always as identity primary key,
                script integer not null,
                statement integer not null,
                line integer not null,
                tag text,
                type text,
                schema text,
                identity text,
                class oid,
                object oid,
                part integer not null,
                dropped boolean not null,
                original boolean not null,
                normal boolean not null
            )
            """,
            """
            create function rehearsal.place(part integer) returns integer
                language sql stable set search_path = pg_catalog, pg_temp
                as $f$ select coalesce(nullif(split_part(current_setting('rehearsal.statement', true), ':', $1), '')::integer, 0) $f$
            """,
            """
            create function rehearsal.on_end() returns event_trigger
                language plpgsql security definer set search_path = pg_catalog, pg_temp
                as $f$
                begin
                    insert into rehearsal.seen
                           (script, statement, line, tag, type, schema, identity, class, object, part,
                            dropped, original, normal)
                    select rehearsal.place(1), rehearsal.place(2), rehearsal.place(3), command_tag, object_type,
                           schema_name, object_identity, classid, objid, coalesce(objsubid, 0), false, true, true
                      from pg_event_trigger_ddl_commands() with ordinality
                     where not in_extension and schema_name is distinct from 'pg_temp'
                     order by ordinality;
                end
                $f$
            """,
            """
            create function rehearsal.on_drop() returns event_trigger
                language plpgsql security definer set search_path = pg_catalog, pg_temp
                as $f$
                begin
                    insert into rehearsal.seen
                           (script, statement, line, tag, type, schema, identity, class, object, part,
                            dropped, original, normal)
                    select rehearsal.place(1), rehearsal.place(2), rehearsal.place(3), tg_tag, object_type,
                           schema_name, object_identity, classid, objid, objsubid, true, original, normal
                      from pg_event_trigger_dropped_objects() with ordinality
                     where not is_temporary and object_type not in ('toast table', 'rule')
                     order by ordinality;
                end
                $f$
            """,
            "create event trigger rehearsal_end on ddl_command_end execute function rehearsal.on_end()",
            """
            create event trigger rehearsal_drop on sql_drop execute function rehearsal.on_drop()
            """,
            "alter event trigger rehearsal_end enable always",
            """
            alter event trigger rehearsal_drop enable always
            """);

    private static final List<String> REMOVE = List.of(
            "drop event trigger if exists rehearsal_end",
            "drop event trigger if exists rehearsal_drop",
            "drop schema if exists rehearsal cascade");

    private static final String SEEN = """
            select script, statement, line, tag, type, schema, identity, class, object, dropped, original, part, normal
              from rehearsal.seen
             order by n
            """;

    /** The commands of which the server does not say what they touch, and a block that may hold one. */
    private static final Pattern UNSAID =
            Pattern.compile("(grant|revoke|alter\\s+default|do)\\b", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_WORDS = 2000;

    private final Session session;
    private final List<UpScript> scripts = new ArrayList<>();
    private final Map<String, String> words = new HashMap<>();
    private boolean installed;

    private Observer(Session session) {
        this.session = session;
    }

    /** Puts the triggers into the database of a superuser's session. */
    public static Observer install(Session session) {
        var observer = new Observer(session);
        observer.own(INSTALL);
        observer.installed = true;
        return observer;
    }

    /** What goes before the statements of a script, so that what they do is known to be theirs. */
    @Override
    public Recorder recorder(UpScript script) {
        scripts.add(script);
        int number = scripts.size();
        return new SilentRecorder() {
            @Override
            public List<String> before(int statement, Statement what) {
                if (UNSAID.matcher(what.text()).lookingAt()) {
                    String text = what.text();
                    words.put(number + ":" + statement, text.substring(0, Math.min(text.length(), LONGEST_WORDS)));
                }
                // SET takes no snapshot, unlike a SELECT of set_config().
                return List.of("SET " + STATEMENT + " = '" + number + ":" + statement + ":" + what.line() + "'");
            }
        };
    }

    /** What was seen so far, of scripts whose work stays. */
    public Observation observation() {
        return new Observation(
                own(List.of(SEEN)).rows().stream().map(this::touch).toList());
    }

    private Observation.Touch touch(List<String> row) {
        int number = Integer.parseInt(row.get(0));
        Optional<UpScript> script = number == 0 ? Optional.empty() : Optional.of(scripts.get(number - 1));
        Optional<String> identity = Optional.ofNullable(row.get(6));
        return new Observation.Touch(
                script.map(UpScript::id).orElse(""),
                script.map(UpScript::file).orElse(""),
                Integer.parseInt(row.get(2)),
                Integer.parseInt(row.get(1)),
                row.get(3),
                row.get(4),
                Optional.ofNullable(row.get(5)),
                identity,
                row.get(7) == null ? 0 : Long.parseLong(row.get(7)),
                row.get(8) == null ? 0 : Long.parseLong(row.get(8)),
                row.get(9).equals("t"),
                row.get(10).equals("t"),
                row.get(11) == null ? 0 : Integer.parseInt(row.get(11)),
                row.get(12).equals("t"),
                identity.isPresent() ? Optional.empty() : Optional.ofNullable(words.get(number + ":" + row.get(1))));
    }

    /** Takes everything of its own out of the database. */
    public void remove() {
        if (installed) {
            own(REMOVE);
            installed = false;
        }
    }

    /** In a transaction of its own, as the user that logged in: scripts run under the role of the config. */
    private Reply own(List<String> statements) {
        return OwnWork.run(session, statements);
    }

    /** The same as {@link #remove}, where the connection is still there. */
    @Override
    public void close() {
        if (!session.lost()) {
            remove();
        }
    }
}
