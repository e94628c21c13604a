package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.migrate.keep.KeptEntry;
import java.io.IOException;

/** What is kept, for scripts. */
final class KeptJson {
    private KeptJson() {}

    static void write(JsonGenerator json, KeptResult result) throws IOException {
        json.writeArrayFieldStart("kept");
        for (KeptEntry entry : result.entries()) {
            json.writeStartObject();
            json.writeNumberField("id", entry.id());
            JsonText.field(json, "migration", entry.migration());
            JsonText.field(json, "kind", entry.kind().word());
            JsonText.field(json, "changes", entry.changes());
            JsonText.field(json, "table", entry.tableName());
            JsonText.field(json, "kept_in", "migrate_kept." + entry.keptTable());
            json.writeNumberField("rows", entry.rows());
            json.writeNumberField("bytes", entry.bytes());
            JsonText.field(json, "kept_at", entry.keptAt());
            JsonText.field(json, "expires_at", entry.expiresAt());
            JsonText.field(json, "state", entry.state());
            json.writeNumberField("given_back", entry.givenBack());
            JsonText.field(json, "note", entry.note());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonText.strings(json, "done", result.done());
    }
}
