package dev.migrate.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that stands between the user and the end of the command, found in one pass and told together.
 *
 * <p>Not for bugs of our own: those are ordinary exceptions with their stack trace.
 */
public final class MigrationFailure extends RuntimeException {
    private final ExitCode exitCode;
    private final transient List<Problem> problems;

    public MigrationFailure(ExitCode exitCode, List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.exitCode = exitCode;
        this.problems = List.copyOf(problems);
    }

    public MigrationFailure(ExitCode exitCode, List<Problem> problems) {
        this(exitCode, problems, null);
    }

    public MigrationFailure(ExitCode exitCode, Problem problem) {
        this(exitCode, List.of(problem), null);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public List<Problem> problems() {
        return problems;
    }
}
