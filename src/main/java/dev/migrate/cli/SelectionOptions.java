package dev.migrate.cli;

import dev.migrate.apply.ApplyOptions;
import dev.migrate.plan.Selection;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Which of the pending migrations a run is about. */
final class SelectionOptions {
    enum OutOfOrder {
        refuse,
        warn,
        allow
    }

    @Option(names = "--to", paramLabel = "ID", description = "Run up to and with this migration.")
    private String to;

    @Option(names = "--count", paramLabel = "N", description = "Run at most so many.")
    private Integer count;

    @Option(names = "--include-optional", description = "Run optional migrations as well.")
    private boolean includeOptional;

    @Option(
            names = "--out-of-order",
            paramLabel = "refuse|warn|allow",
            description = "What to do with one that is older than something applied; default: ${DEFAULT-VALUE}.")
    private OutOfOrder outOfOrder = OutOfOrder.warn;

    Selection selection() {
        return new Selection(
                Optional.ofNullable(to), count == null ? OptionalInt.empty() : OptionalInt.of(count), includeOptional);
    }

    ApplyOptions.OutOfOrder outOfOrder() {
        return switch (outOfOrder) {
            case refuse -> ApplyOptions.OutOfOrder.REFUSE;
            case warn -> ApplyOptions.OutOfOrder.WARN;
            case allow -> ApplyOptions.OutOfOrder.ALLOW;
        };
    }
}
