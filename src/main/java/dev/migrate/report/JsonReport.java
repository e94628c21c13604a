package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.migrate.apply.Applied;
import dev.migrate.apply.ApplyFailure;
import dev.migrate.apply.ApplyResult;
import dev.migrate.apply.Status;
import dev.migrate.database.ServerError;
import dev.migrate.history.Recorded;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import dev.migrate.plan.Step;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.rollback.Destruction;
import dev.migrate.rollback.RollbackPlan;
import dev.migrate.rollback.RollbackResult;
import dev.migrate.rollback.RollbackStep;
import dev.migrate.rollback.RolledBack;
import dev.migrate.rollback.WrittenWayBack;
import dev.migrate.schema.SchemaComparison;
import dev.migrate.schema.SchemaWritten;
import dev.migrate.verify.VerifyResult;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** For scripts: exactly one document on standard output; everything else goes where messages go. */
public final class JsonReport implements Report {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final TextReport messages;
    private TargetFacts target;

    /**
     * Writes documents.
     *
     * @param messages tells warnings and errors to people, on standard error
     */
    public JsonReport(PrintStream out, TextReport messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public void target(TargetFacts facts) {
        target = facts;
    }

    @Override
    public void found(String sentence) {}

    @Override
    public void waiting(String holder) {
        messages.waiting(holder);
    }

    @Override
    public void planned(Plan plan) {}

    @Override
    public void remark(String text) {
        messages.remark(text);
    }

    @Override
    public void warning(String text) {
        messages.warning(text);
    }

    @Override
    public void started(Step step, int number, int of) {}

    @Override
    public void sending(Step step, int statement, int statements, int line, String summary) {}

    @Override
    public void notice(Step step, int line, ServerError notice) {
        messages.notice(step, line, notice);
    }

    @Override
    public void applied(Applied applied) {}

    @Override
    public void applied(ApplyResult result) {
        document(json -> {
            if (result.dryRun()) {
                json.writeBooleanField("dry_run", true);
            }
            json.writeArrayFieldStart("applied");
            for (Applied applied : result.applied()) {
                json.writeStartObject();
                JsonText.field(json, "id", applied.migration().id());
                JsonText.field(json, "file", applied.migration().file());
                json.writeNumberField("duration_ms", applied.durationMs());
                json.writeNumberField("statements", applied.statements());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonText.objectOrNull(json, "failed", result.failure(), JsonReport::failure);
            JsonText.strings(json, "pending", result.pending());
            json.writeNumberField("duration_ms", result.durationMs());
        });
        if (result.failure().isPresent()) {
            messages.applied(result);
        }
    }

    private static void failure(JsonGenerator json, ApplyFailure failure) throws IOException {
        JsonText.field(json, "id", failure.migration().id());
        JsonText.failure(json, failure.migration().file(), failure.failure(), failure.kept(), failure.fix());
    }

    @Override
    public void status(Status status) {
        document(json -> {
            json.writeObjectFieldStart("database");
            JsonText.field(json, "host", target.host());
            json.writeNumberField("port", target.port());
            JsonText.field(json, "name", target.name());
            JsonText.field(json, "user", target.user());
            JsonText.field(json, "server", target.server());
            json.writeEndObject();
            json.writeArrayFieldStart("migrations");
            for (Standing standing : status.standings()) {
                standing(json, standing);
            }
            json.writeEndArray();
            JsonText.strings(json, "history_changes", status.breaks());
            json.writeObjectFieldStart("summary");
            json.writeNumberField("applied", status.count(State.APPLIED));
            json.writeNumberField("pending", status.count(State.PENDING, State.OUT_OF_ORDER, State.ROLLED_BACK));
            json.writeNumberField("changed", status.count(State.CHANGED));
            json.writeNumberField("missing", status.count(State.MISSING));
            json.writeNumberField("failed", status.count(State.FAILED, State.RUNNING, State.ROLLING_BACK));
            json.writeEndObject();
        });
    }

    private static void standing(JsonGenerator json, Standing standing) throws IOException {
        json.writeStartObject();
        JsonText.field(json, "id", standing.id());
        JsonText.field(
                json,
                "version",
                standing.migration().isPresent()
                        ? standing.migration()
                                .get()
                                .version()
                                .map(Object::toString)
                                .orElse(null)
                        : standing.recorded().get().version().orElse(null));
        JsonText.field(
                json,
                "description",
                standing.migration().isPresent()
                        ? standing.migration().get().description()
                        : standing.recorded().get().description());
        JsonText.field(
                json,
                "source",
                standing.migration().isPresent()
                        ? standing.migration().get().source()
                        : standing.recorded().get().source());
        JsonText.field(json, "file", standing.file());
        JsonText.field(json, "state", standing.state().word());
        if (standing.unversioned()) {
            json.writeBooleanField("unversioned", true);
        }
        JsonText.field(
                json,
                "checksum",
                standing.migration().isPresent()
                        ? standing.migration().get().checksum().toString()
                        : standing.recorded().get().checksum());
        Recorded row = standing.recorded().orElse(null);
        JsonText.field(json, "applied_at", row == null ? null : TIME.format(row.appliedAt()));
        JsonText.field(json, "applied_by", row == null ? null : row.appliedBy());
        if (row == null) {
            json.writeNullField("duration_ms");
        } else {
            json.writeNumberField("duration_ms", row.durationMs());
        }
        json.writeBooleanField("rollback", StatusTable.hasWayBack(standing));
        if (row != null && row.error().isPresent()) {
            JsonText.field(json, "error", row.error().get());
        }
        json.writeEndObject();
    }

    @Override
    public void planned(RollbackPlan plan, Destruction destruction) {}

    @Override
    public void asking(RollbackPlan plan, Destruction destruction) {
        messages.asking(plan, destruction);
    }

    @Override
    public void started(RollbackStep step, int number, int of) {}

    @Override
    public void sending(RollbackStep step, int statement, int statements, int line, String summary) {}

    @Override
    public void notice(RollbackStep step, int line, ServerError notice) {
        messages.notice(step, line, notice);
    }

    @Override
    public void rolledBack(RolledBack done) {}

    @Override
    public void rolledBack(RollbackResult result) {
        document(json -> RollbackJson.write(json, result));
        if (result.failure().isPresent()) {
            messages.rolledBack(result);
        }
    }

    @Override
    public void proven(VerifyResult result) {
        messages.verified(result);
    }

    @Override
    public void derived(WrittenWayBack written) {
        document(json -> RollbackJson.write(json, written));
    }

    @Override
    public void made(NewResult result) {
        document(json -> {
            JsonText.field(json, "id", result.id());
            JsonText.field(json, "file", result.file());
            JsonText.field(json, "rollback", result.rollback().orElse(null));
            if (result.derived().isPresent()) {
                RollbackJson.derived(json, result.derived().get().derived());
            }
        });
    }

    @Override
    public void verified(VerifyResult result) {
        document(json -> VerifyJson.write(json, result));
    }

    @Override
    public void written(SchemaWritten written) {
        document(json -> SchemaJson.write(json, written));
    }

    @Override
    public void compared(SchemaComparison comparison) {
        document(json -> SchemaJson.write(json, comparison));
    }

    @Override
    public void baselined(BaselineResult result) {
        document(json -> {
            JsonText.strings(json, "baselined", result.recorded());
            if (result.proof().isPresent()) {
                VerifyJson.write(json, result.proof().get());
            }
        });
    }

    @Override
    public void kept(KeptResult result) {
        document(json -> KeptJson.write(json, result));
    }

    @Override
    public void repaired(String sentence) {
        document(json -> JsonText.field(json, "repaired", sentence));
    }

    @Override
    public void failed(MigrationFailure failure) {
        document(json -> {
            json.writeArrayFieldStart("problems");
            for (Problem problem : failure.problems()) {
                json.writeStartObject();
                JsonText.field(json, "file", problem.where().map(Place::file).orElse(null));
                JsonText.numberOrNull(
                        json, "line", problem.where().map(Place::line).orElse(0));
                JsonText.numberOrNull(
                        json, "column", problem.where().map(Place::column).orElse(0));
                JsonText.field(json, "message", problem.what());
                JsonText.field(json, "fix", problem.fix());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("exit_code", failure.exitCode().number());
        });
        messages.failed(failure);
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private void document(Fields fields) {
        try (JsonGenerator json = JsonText.generator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        out.println();
        out.flush();
    }
}
