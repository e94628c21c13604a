package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
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
        JsonText.objectOrNull(json, "failed", result.failure(), RollbackJson::failure);
        JsonText.strings(json, "pending", result.pending());
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
        derived(json, derived);
    }

    /** What was derived, and what was not. */
    static void derived(JsonGenerator json, Derived derived) throws IOException {
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
        JsonText.field(json, "id", failure.step().ids().get(0));
        JsonText.strings(json, "ids", failure.step().ids());
        JsonText.failure(json, failure.step().way().script().file(), failure.failure(), failure.kept(), failure.fix());
    }
}
