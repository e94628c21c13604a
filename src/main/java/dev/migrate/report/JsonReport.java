package dev.migrate.report;

import com.fasterxml.jackson.core.JsonFactory;
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
                json.writeStringField("id", applied.migration().id());
                json.writeStringField("file", applied.migration().file());
                json.writeNumberField("duration_ms", applied.durationMs());
                json.writeNumberField("statements", applied.statements());
                json.writeEndObject();
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
                json.writeString(id);
            }
            json.writeEndArray();
            json.writeNumberField("duration_ms", result.durationMs());
        });
        if (result.failure().isPresent()) {
            messages.applied(result);
        }
    }

    private static void failure(JsonGenerator json, ApplyFailure failure) throws IOException {
        ServerError error = failure.failure().error();
        json.writeStringField("id", failure.migration().id());
        json.writeStringField("file", failure.migration().file());
        numberOrNull(json, "line", failure.failure().line());
        numberOrNull(
                json, "column", failure.failure().line() > 0 ? failure.failure().column() : 0);
        numberOrNull(json, "statement", failure.failure().statement());
        json.writeStringField("sqlstate", error.sqlState());
        json.writeStringField("message", error.message());
        if (error.detail().isPresent()) {
            json.writeStringField("detail", error.detail().get());
        }
        if (error.hint().isPresent()) {
            json.writeStringField("hint", error.hint().get());
        }
        if (error.context().isPresent()) {
            json.writeStringField("context", error.context().get());
        }
        json.writeNumberField("statements_kept", failure.failure().kept());
        json.writeStringField("kept", failure.kept());
        json.writeStringField("fix", failure.fix());
    }

    @Override
    public void status(Status status) {
        document(json -> {
            json.writeObjectFieldStart("database");
            json.writeStringField("host", target.host());
            json.writeNumberField("port", target.port());
            json.writeStringField("name", target.name());
            json.writeStringField("user", target.user());
            json.writeStringField("server", target.server());
            json.writeEndObject();
            json.writeArrayFieldStart("migrations");
            for (Standing standing : status.standings()) {
                standing(json, standing);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("history_changes");
            for (String broken : status.breaks()) {
                json.writeString(broken);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("summary");
            json.writeNumberField("applied", status.count(State.APPLIED));
            json.writeNumberField("pending", status.count(State.PENDING, State.OUT_OF_ORDER, State.ROLLED_BACK));
            json.writeNumberField("changed", status.count(State.CHANGED));
            json.writeNumberField("missing", status.count(State.MISSING));
            json.writeNumberField("failed", status.count(State.FAILED, State.RUNNING));
            json.writeEndObject();
        });
    }

    private static void standing(JsonGenerator json, Standing standing) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", standing.id());
        textOrNull(
                json,
                "version",
                standing.migration().isPresent()
                        ? standing.migration()
                                .get()
                                .version()
                                .map(Object::toString)
                                .orElse(null)
                        : standing.recorded().get().version().orElse(null));
        json.writeStringField(
                "description",
                standing.migration().isPresent()
                        ? standing.migration().get().description()
                        : standing.recorded().get().description());
        json.writeStringField(
                "source",
                standing.migration().isPresent()
                        ? standing.migration().get().source()
                        : standing.recorded().get().source());
        json.writeStringField("file", standing.file());
        json.writeStringField("state", standing.state().word());
        if (standing.unversioned()) {
            json.writeBooleanField("unversioned", true);
        }
        json.writeStringField(
                "checksum",
                standing.migration().isPresent()
                        ? standing.migration().get().checksum().toString()
                        : standing.recorded().get().checksum());
        Recorded row = standing.recorded().orElse(null);
        textOrNull(json, "applied_at", row == null ? null : TIME.format(row.appliedAt()));
        textOrNull(json, "applied_by", row == null ? null : row.appliedBy());
        if (row == null) {
            json.writeNullField("duration_ms");
        } else {
            json.writeNumberField("duration_ms", row.durationMs());
        }
        json.writeBooleanField("rollback", StatusTable.hasWayBack(standing));
        if (row != null && row.error().isPresent()) {
            json.writeStringField("error", row.error().get());
        }
        json.writeEndObject();
    }

    @Override
    public void repaired(String sentence) {
        document(json -> json.writeStringField("repaired", sentence));
    }

    @Override
    public void failed(MigrationFailure failure) {
        document(json -> {
            json.writeArrayFieldStart("problems");
            for (Problem problem : failure.problems()) {
                json.writeStartObject();
                textOrNull(json, "file", problem.where().map(Place::file).orElse(null));
                numberOrNull(json, "line", problem.where().map(Place::line).orElse(0));
                numberOrNull(json, "column", problem.where().map(Place::column).orElse(0));
                json.writeStringField("message", problem.what());
                json.writeStringField("fix", problem.fix());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("exit_code", failure.exitCode().number());
        });
        messages.failed(failure);
    }

    private static void numberOrNull(JsonGenerator json, String name, int number) throws IOException {
        if (number == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, number);
        }
    }

    private static void textOrNull(JsonGenerator json, String name, String text) throws IOException {
        if (text == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private void document(Fields fields) {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
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
