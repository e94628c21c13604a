package dev.migrate.verify;

import dev.migrate.apply.Verification;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.migration.Migration;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The {@code -- migrate:verify} section of a migration, run before its commit: with what the migration has made, under
 * the settings that it has left.
 */
public final class SectionVerification implements Verification {
    private static final String DOING = "verifying the migration";

    @Override
    public Optional<ScriptFailure> check(Session session, Migration migration) {
        try {
            return failure(ExpectationRun.of(session, migration.verify()));
        } catch (IOException unreadable) {
            // Thrown on, it would leave the transaction of the migration open.
            String message = "the verify section cannot be read: " + unreadable.getMessage();
            return failure(List.of(Unmet.of(0, 0, message, "check that the file is still there")));
        } catch (UnterminatedException open) {
            String hint = "close it; nothing behind it was read as SQL";
            return failure(List.of(Unmet.of(open.where().line(), open.where().column(), open.getMessage(), hint)));
        }
    }

    private static Optional<ScriptFailure> failure(List<Unmet> unmet) {
        if (unmet.isEmpty()) {
            return Optional.empty();
        }
        Unmet first = unmet.get(0);
        ServerError error = withOthers(first.error(), unmet.subList(1, unmet.size()));
        return Optional.of(new ScriptFailure(error, 0, first.line(), first.column(), Optional.of(DOING), 0));
    }

    /** The first is the failure; the others are told with it, so that all can be put right at once. */
    private static ServerError withOthers(ServerError error, List<Unmet> others) {
        if (others.isEmpty()) {
            return error;
        }
        String also = others.stream()
                .map(other -> "line " + other.line() + ": " + other.error().message())
                .collect(Collectors.joining("\n  ", "this does not hold either:\n  ", ""));
        return new ServerError(
                error.severity(),
                error.sqlState(),
                error.message(),
                Optional.of(error.detail().map(detail -> detail + "\n").orElse("") + also),
                error.hint(),
                error.context(),
                error.position(),
                error.internalQuery(),
                error.internalPosition());
    }
}
