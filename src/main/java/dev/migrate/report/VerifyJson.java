package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.migrate.problem.Place;
import dev.migrate.verify.CheckResult;
import dev.migrate.verify.Finding;
import dev.migrate.verify.Finding.Severity;
import dev.migrate.verify.VerifyResult;
import java.io.IOException;
import java.util.List;

/**
 * What the checks found, for scripts. {@code findings} holds what makes a check fail and nothing else, so that counting
 * them is right; the rest stands in {@code warnings} and {@code infos}.
 */
final class VerifyJson {
    private VerifyJson() {}

    static void write(JsonGenerator json, VerifyResult result) throws IOException {
        json.writeArrayFieldStart("checks");
        for (CheckResult check : result.checks()) {
            check(json, check);
        }
        json.writeEndArray();
        json.writeBooleanField("passed", result.passed());
    }

    private static void check(JsonGenerator json, CheckResult check) throws IOException {
        json.writeStartObject();
        JsonText.field(json, "check", check.check());
        json.writeBooleanField("passed", check.status() == CheckResult.Status.PASSED);
        JsonText.field(json, "status", check.status().word());
        JsonText.field(json, "reason", check.outcome().notApplicable().orElse(null));
        findings(json, "findings", check.found(Severity.ERROR));
        findings(json, "warnings", check.found(Severity.WARNING));
        findings(json, "infos", check.found(Severity.INFO));
        JsonText.strings(json, "notes", check.outcome().notes());
        json.writeNumberField("duration_ms", check.durationMs());
        json.writeEndObject();
    }

    private static void findings(JsonGenerator json, String name, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart(name);
        for (Finding finding : findings) {
            json.writeStartObject();
            JsonText.field(json, "object", finding.object());
            JsonText.field(json, "column", finding.column().orElse(null));
            JsonText.field(json, "expected", finding.expected().orElse(null));
            JsonText.field(json, "actual", finding.actual().orElse(null));
            JsonText.field(json, "file", finding.where().map(Place::file).orElse(null));
            int line = finding.where().map(Place::line).orElse(0);
            if (line > 0) {
                json.writeNumberField("line", line);
            } else {
                json.writeNullField("line");
            }
            JsonText.field(json, "message", finding.message());
            JsonText.field(json, "fix", finding.fix());
            JsonText.field(json, "rule", finding.rule().orElse(null));
            JsonText.field(json, "class", finding.category().orElse(null));
            JsonText.field(json, "severity", finding.severity().word());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
