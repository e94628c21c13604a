package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.migrate.lint.Finding;
import dev.migrate.preview.PreviewResult;
import dev.migrate.preview.PreviewedMigration;
import java.io.IOException;

/** What {@code apply} would do, for scripts. */
final class PreviewJson {
    private PreviewJson() {}

    static void write(JsonGenerator json, PreviewResult result) throws IOException {
        json.writeArrayFieldStart("migrations");
        for (PreviewedMigration migration : result.migrations()) {
            migration(json, migration);
        }
        json.writeEndArray();
        JsonText.strings(json, "notes", result.notes());
        json.writeNumberField("duration_ms", result.durationMs());
    }

    private static void migration(JsonGenerator json, PreviewedMigration migration) throws IOException {
        json.writeStartObject();
        JsonText.field(json, "id", migration.migration().id());
        JsonText.field(json, "file", migration.migration().file());
        json.writeNumberField("statements", migration.statements());
        json.writeBooleanField("transaction", migration.notTransaction().isEmpty());
        json.writeBooleanField("rehearsed", migration.rehearsed());
        json.writeArrayFieldStart("findings");
        for (Finding finding : migration.findings()) {
            json.writeStartObject();
            JsonText.field(json, "rule", finding.rule().id());
            JsonText.field(json, "severity", finding.severity().word());
            json.writeNumberField("line", finding.line());
            json.writeNumberField("statement", finding.statement());
            JsonText.field(json, "object", finding.object());
            JsonText.field(json, "message", finding.message());
            JsonText.field(json, "safer", finding.safer());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("locks");
        for (PreviewedMigration.Lock lock : migration.locks()) {
            json.writeStartObject();
            JsonText.field(json, "object", lock.object());
            JsonText.field(json, "mode", lock.mode().server());
            json.writeNumberField("statement", lock.statement());
            json.writeNumberField("line", lock.line());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonText.strings(json, "rewrites", migration.rewrites());
        JsonText.strings(json, "drops", migration.drops());
        rollback(json, migration);
        failed(json, migration);
        json.writeEndObject();
    }

    private static void rollback(JsonGenerator json, PreviewedMigration migration) throws IOException {
        if (migration.wayBack().isEmpty()) {
            json.writeNullField("rollback");
            return;
        }
        json.writeObjectFieldStart("rollback");
        JsonText.field(json, "verdict", migration.wayBack().get().verdict().words());
        JsonText.strings(json, "notes", migration.wayBack().get().notes());
        json.writeEndObject();
    }

    private static void failed(JsonGenerator json, PreviewedMigration migration) throws IOException {
        if (migration.failure().isEmpty()) {
            json.writeNullField("failed");
            return;
        }
        PreviewedMigration.Failure failure = migration.failure().get();
        json.writeObjectFieldStart("failed");
        JsonText.field(json, "id", migration.migration().id());
        JsonText.failure(json, migration.migration().file(), failure.failure(), failure.kept(), failure.fix());
        json.writeEndObject();
    }
}
