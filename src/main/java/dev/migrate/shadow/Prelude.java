package dev.migrate.shadow;

import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptListener;
import dev.migrate.engine.ScriptResult;
import dev.migrate.engine.ScriptShape;
import dev.migrate.engine.ScriptSource;
import dev.migrate.engine.SilentRecorder;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Item;
import dev.migrate.script.Position;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.UnterminatedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is in a database before migration one: what the platform provides, and what was there already. */
public final class Prelude {
    private static final String BUILT_IN = "supabase";
    private static final String TARGET = "target";
    private static final EngineSettings UNLIMITED = new EngineSettings(Duration.ZERO, Duration.ZERO, Optional.empty());

    private final List<Script> scripts;

    private Prelude(List<Script> scripts) {
        this.scripts = scripts;
    }

    /**
     * The prelude that the config asks for.
     *
     * @throws MigrationFailure exit code 2 where a file is named that does not exist
     */
    public static Prelude of(Settings settings) {
        return of(settings, Optional.empty());
    }

    /**
     * The prelude that the config asks for.
     *
     * @param target the structure that the target had before its first migration, as SQL: what {@code existing =
     *     "target"} stands for
     * @throws MigrationFailure exit code 2 where a file is named that does not exist, or the target's structure is
     *     asked for and not known
     */
    public static Prelude of(Settings settings, Optional<String> target) {
        var scripts = platformScripts(settings);
        settings.shadow()
                .existing()
                .ifPresent(
                        name -> scripts.add(name.equals(TARGET) ? recorded(target) : file(settings, name, "existing")));
        return new Prelude(scripts);
    }

    /**
     * What the platform provides, without what else was there before the first migration.
     *
     * @throws MigrationFailure exit code 2 where a file is named that does not exist
     */
    public static Prelude platform(Settings settings) {
        return new Prelude(platformScripts(settings));
    }

    private static List<Script> platformScripts(Settings settings) {
        var scripts = new ArrayList<Script>();
        settings.shadow()
                .prelude()
                .ifPresent(name -> scripts.add(
                        name.equals(BUILT_IN)
                                ? new Script("the built-in prelude supabase", Prelude::supabase)
                                : file(settings, name, "prelude")));
        return scripts;
    }

    private static Script recorded(Optional<String> target) {
        byte[] sql = target.orElseThrow(() -> new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "[shadow] existing = \"target\" asks for the structure that the target had before its first"
                                        + " migration, and that was never recorded",
                                "record it, or name a file with that structure: existing = \"existing.sql\"")))
                .getBytes(StandardCharsets.UTF_8);
        return new Script("the recorded structure of the target", () -> new ByteArrayInputStream(sql));
    }

    private static Script file(Settings settings, String name, String key) {
        Path path = settings.locate(name).path();
        if (!Files.isRegularFile(path)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "[shadow] " + key + " names " + name + ", which is no file",
                            key.equals("prelude")
                                    ? "correct the name, or use the built-in one: prelude = \"supabase\""
                                    : "correct the name"));
        }
        return new Script(name, () -> Files.newInputStream(path));
    }

    /** Loads it, each script on a connection of its own: one may set what counts from the next connection on. */
    public void load(Target target) {
        for (Script script : scripts) {
            try (Session session = Session.open(target, "migrate prelude")) {
                var engine = new Engine(session, UNLIMITED);
                ScriptResult result =
                        engine.run(script, script.shape(), 0, SilentRecorder.NOTHING, ScriptListener.NONE);
                result.failure().ifPresent(failure -> {
                    throw refused(script, failure);
                });
            }
        }
    }

    /** Whether there is nothing to load. */
    boolean isEmpty() {
        return scripts.isEmpty();
    }

    /** Adds all its text to a digest. */
    void digest(MessageDigest digest) {
        for (Script script : scripts) {
            try (InputStream text = script.opening().open()) {
                digest.update(script.file().getBytes(StandardCharsets.UTF_8));
                text.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            } catch (IOException error) {
                throw script.unreadable(error);
            }
        }
    }

    private static MigrationFailure refused(Script script, ScriptFailure failure) {
        return new MigrationFailure(
                ExitCode.REFUSED,
                Problem.at(
                        new Place(script.file(), failure.line(), failure.column()),
                        failure.error().toString(),
                        "correct the file and run it again: the database is made anew"));
    }

    private static InputStream supabase() {
        return Objects.requireNonNull(Prelude.class.getResourceAsStream("supabase.sql"), "supabase.sql");
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    private record Script(String file, Opening opening) implements ScriptSource {
        @Override
        public List<Piece> pieces() {
            return List.of(keepText -> ScriptReader.of(opening.open(), Position.START, keepText, CommentListener.NONE));
        }

        ScriptShape shape() {
            try (ScriptReader reader = pieces().get(0).open(false)) {
                var shape = new ScriptShape.Collector();
                for (Item item = reader.next(); item != null; item = reader.next()) {
                    shape.accept(item);
                }
                return shape.shape(false);
            } catch (IOException error) {
                throw unreadable(error);
            } catch (UnterminatedException error) {
                throw new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.at(
                                new Place(
                                        file,
                                        error.where().line(),
                                        error.where().column()),
                                error.getMessage(),
                                "close it"));
            }
        }

        MigrationFailure unreadable(IOException error) {
            return new MigrationFailure(
                    ExitCode.USAGE,
                    List.of(Problem.at(
                            Place.of(file), "cannot be read: " + error.getMessage(), "look at its permissions")),
                    error);
        }
    }
}
