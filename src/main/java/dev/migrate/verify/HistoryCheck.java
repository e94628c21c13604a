package dev.migrate.verify;

import dev.migrate.apply.Edit;
import dev.migrate.apply.Status;
import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import dev.migrate.problem.Place;
import dev.migrate.verify.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the history is whole and says what the files say. That something is pending is no finding: a change is
 * verified before it is applied.
 */
final class HistoryCheck implements Check {
    private static final int DIFF_LINES = 30;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public Outcome look(Evidence evidence) {
        Status status = evidence.status();
        List<String> pending = pending(status);
        if (!status.recorded()) {
            return Outcome.notApplicable("the database has no history " + evidence.historyTable()
                            + ": nothing was applied by migrate yet")
                    .noting(pending);
        }
        var findings = new ArrayList<Finding>();
        for (String broken : status.breaks()) {
            findings.add(Finding.error(
                    "history " + evidence.historyTable(),
                    broken,
                    "find out who did it; then accept the history as it is: migrate repair --log --reason \"…\""));
        }
        for (Standing standing : status.standings()) {
            finding(standing, status).ifPresent(findings::add);
        }
        return Outcome.of(findings).noting(pending);
    }

    private static List<String> pending(Status status) {
        List<String> ids = status.standings().stream()
                .filter(standing -> standing.state() == State.PENDING || standing.state() == State.ROLLED_BACK)
                .map(Standing::id)
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        String more = ids.size() > 5 ? " and " + (ids.size() - 5) + " more" : "";
        return List.of(ids.size() + " pending: " + ids.stream().limit(5).collect(Collectors.joining(", ")) + more);
    }

    private static Optional<Finding> finding(Standing standing, Status status) {
        return switch (standing.state()) {
            case CHANGED -> Optional.of(changed(standing, status.edits().get(standing.id())));
            case MISSING -> Optional.of(missing(standing));
            case FAILED -> Optional.of(failed(standing));
            case RUNNING -> Optional.of(running(standing));
            case ROLLING_BACK -> Optional.of(rollingBack(standing));
            case OUT_OF_ORDER -> Optional.of(outOfOrder(standing));
            case APPLIED, ARCHIVED, COVERED, BASELINED -> renamed(standing);
            case PENDING, ROLLED_BACK, OPTIONAL, NOT_NEEDED -> Optional.empty();
        };
    }

    private static Finding changed(Standing standing, Edit edit) {
        String file = standing.file();
        Finding finding = edit.cosmetic()
                ? Finding.of(
                        Severity.WARNING,
                        object(standing),
                        edit.none()
                                ? "is as it was applied, but the checksum in the history is another"
                                : "was edited after it was applied, in comments or white space only",
                        "none needed: apply lets it pass; migrate repair " + standing.id()
                                + " --reason \"…\" records the new checksum")
                : Finding.error(
                        object(standing),
                        "was edited after it was applied" + cut(edit.diff()),
                        "undo the edit and write a new migration, or, if the database has this text already: migrate repair "
                                + standing.id() + " --reason \"…\"");
        return finding.difference(
                        standing.recorded().orElseThrow().checksum(),
                        standing.migration().orElseThrow().checksum().toString())
                .at(edit.line() > 0 ? new Place(file, edit.line(), 0) : Place.of(file));
    }

    private static String cut(String diff) {
        List<String> lines = diff.lines().toList();
        return lines.size() <= DIFF_LINES
                ? diff
                : String.join("\n", lines.subList(0, DIFF_LINES)) + "\n… and " + (lines.size() - DIFF_LINES)
                        + " lines more";
    }

    /** The file stands in the object, not as a place: there is none any more. */
    private static Finding missing(Standing standing) {
        return Finding.error(
                        object(standing),
                        "was applied as " + standing.file() + ", which is in no source and no archive",
                        "bring the file back, or move it to a folder of archive = […] in migrate.toml")
                .difference("a file", "none");
    }

    private static Finding failed(Standing standing) {
        Recorded row = standing.recorded().orElseThrow();
        return placed(
                standing,
                Finding.error(
                                object(standing),
                                "failed: " + row.error().orElse("no error is recorded") + "\n" + done(row),
                                "correct the file and run migrate apply: it goes on there")
                        .difference(RecordedState.APPLIED.word(), row.state().word()));
    }

    private static Finding running(Standing standing) {
        Recorded row = standing.recorded().orElseThrow();
        return placed(
                standing,
                Finding.error(
                                object(standing),
                                "was begun at " + row.appliedAt() + " by " + row.appliedBy() + " and has not ended\n"
                                        + done(row),
                                "wait for that run; if it was killed, migrate apply goes on there")
                        .difference(RecordedState.APPLIED.word(), row.state().word()));
    }

    private static Finding rollingBack(Standing standing) {
        Recorded row = standing.recorded().orElseThrow();
        return placed(
                standing,
                Finding.error(
                                object(standing),
                                "is being rolled back: of its way back, " + done(row)
                                        + row.error().map(error -> "\n" + error).orElse(""),
                                "wait for that run; if it stopped, go on with it: migrate rollback " + standing.id())
                        .difference(
                                RecordedState.ROLLED_BACK.word(), row.state().word()));
    }

    private static String done(Recorded row) {
        return row.statements() == 0
                ? "none of its statements is done"
                : row.statements() + (row.statements() == 1 ? " statement is" : " statements are") + " done and stay";
    }

    private static Finding outOfOrder(Standing standing) {
        return placed(
                standing,
                Finding.error(
                        object(standing),
                        "is pending, and older than migrations that are applied",
                        "rename it to a newer version, or apply it all the same: migrate apply --out-of-order allow"));
    }

    private static Optional<Finding> renamed(Standing standing) {
        if (!standing.renamed()) {
            return Optional.empty();
        }
        return Optional.of(placed(
                standing,
                Finding.of(
                        Severity.INFO,
                        object(standing),
                        "was applied as " + standing.recorded().orElseThrow().file() + ", with the same content",
                        "none needed: it is not run again, and the next apply records the new name")));
    }

    private static Finding placed(Standing standing, Finding finding) {
        return standing.migration().isPresent() ? finding.at(Place.of(standing.file())) : finding;
    }

    private static String object(Standing standing) {
        return "migration " + standing.id();
    }
}
