package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Difference;
import dev.migrate.schema.SchemaComparison;
import dev.migrate.schema.SchemaWritten;
import java.io.IOException;

/** What was written into a schema folder, and in what two structures differ, for scripts. */
final class SchemaJson {
    private SchemaJson() {}

    static void write(JsonGenerator json, SchemaWritten written) throws IOException {
        JsonText.field(json, "folder", written.folder());
        json.writeBooleanField("changed", written.changed());
        json.writeArrayFieldStart("files");
        for (SchemaWritten.FileChange file : written.files()) {
            json.writeStartObject();
            JsonText.field(json, "file", file.file());
            JsonText.field(json, "change", file.change().word());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("objects");
        for (SchemaWritten.ObjectChange object : written.objects()) {
            json.writeStartObject();
            JsonText.field(json, "object", object.object().toString());
            JsonText.field(json, "file", object.file());
            JsonText.field(json, "change", object.change().word());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonText.strings(json, "lost_comments", written.lost());
        JsonText.strings(json, "kept", written.kept());
        JsonText.strings(json, "warnings", written.warnings());
    }

    static void write(JsonGenerator json, SchemaComparison comparison) throws IOException {
        JsonText.field(json, "expected", comparison.first());
        JsonText.field(json, "actual", comparison.second());
        json.writeBooleanField("equal", comparison.equal());
        json.writeArrayFieldStart("differences");
        for (Difference difference : comparison.differences()) {
            json.writeStartObject();
            JsonText.field(json, "object", difference.object().toString());
            JsonText.field(
                    json,
                    "attribute",
                    difference.attribute().map(Attribute::word).orElse(null));
            JsonText.field(json, "expected", difference.expected());
            JsonText.field(json, "actual", difference.actual());
            JsonText.field(json, "class", difference.differenceClass().word());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("summary");
        for (var count : comparison.counts().entrySet()) {
            json.writeNumberField(count.getKey().word(), count.getValue());
        }
        json.writeEndObject();
        JsonText.strings(json, "notes", comparison.notes());
    }
}
