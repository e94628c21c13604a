package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.migrate.database.ServerError;
import dev.migrate.rollback.Derived;
import dev.migrate.rollback.RollbackFailure;
import dev.migrate.rollback.RollbackResult;
import dev.migrate.rollback.RolledBack;
import dev.migrate.rollback.WrittenWayBack;
import java.io.IOException;

/** A rollback, for scripts. */
final class RollbackJson {
    private RollbackJson() {}

    static void write(JsonGenerator json, RollbackResult result) throws IOException {
        if (result.dryRun()) {
            json.writeBooleanField("dry_run", true);
        }
        json.writeArrayFieldStart("rolled_back");
        for (RolledBack one : result.rolledBack()) {
            for (String id : one.ids()) {
                json.writeStartObject();
                JsonText.field(json, "id", id);
                json.writeNumberField("duration_ms", one.durationMs());
                JsonText.field(json, "by", one.step().way().words());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        if (result.failure().isPresent()) {
            json.writeObjectFieldStart("failed");
            failure(json, result.failure().get());
            json.writeEndObject();
        } else {
            json.writeNullField("failed");
        }
        json.writeArrayFieldStart("pending");
        for (String id : result.pending()) {
            json.writeString(JsonText.of(id));
        }
        json.writeEndArray();
        json.writeNumberField("duration_ms", result.durationMs());
    }

    static void write(JsonGenerator json, WrittenWayBack written) throws IOException {
        Derived derived = written.derived();
        JsonText.field(json, "id", written.id());
        JsonText.field(json, "written", written.dryRun() ? null : written.file().orElse(null));
        if (written.dryRun()) {
            json.writeBooleanField("dry_run", true);
            JsonText.field(json, "file", written.file().orElse(null));
        }
        json.writeNumberField("statements", derived.statements().size());
        JsonText.field(json, "sql", derived.text());
        json.writeBooleanField("proven", derived.proven());
        json.writeArrayFieldStart("not_derived");
        for (String one : derived.structure()) {
            notDerived(json, "structure", one);
        }
        for (String one : derived.rows()) {
            notDerived(json, "rows", one);
        }
        json.writeEndArray();
    }

    private static void notDerived(JsonGenerator json, String what, String sentence) throws IOException {
        json.writeStartObject();
        JsonText.field(json, "what", what);
        JsonText.field(json, "message", sentence);
        json.writeEndObject();
    }

    private static void failure(JsonGenerator json, RollbackFailure failure) throws IOException {
        ServerError error = failure.failure().error();
        JsonText.field(json, "id", failure.step().ids().get(0));
        json.writeArrayFieldStart("ids");
        for (String id : failure.step().ids()) {
            json.writeString(JsonText.of(id));
        }
        json.writeEndArray();
        JsonText.field(json, "file", failure.step().way().script().file());
        JsonText.numberOrNull(json, "line", failure.failure().line());
        JsonText.numberOrNull(
                json, "column", failure.failure().line() > 0 ? failure.failure().column() : 0);
        JsonText.numberOrNull(json, "statement", failure.failure().statement());
        JsonText.error(json, error);
        json.writeNumberField("statements_kept", failure.failure().kept());
        JsonText.field(json, "kept", failure.kept());
        JsonText.field(json, "fix", failure.fix());
    }
}
