package dev.migrate.engine;

import dev.migrate.script.Statement;
import java.util.regex.Pattern;

/** Whether a statement sends rows to us: {@code COPY … TO STDOUT}, which the driver takes through another door. */
final class CopyOut {
    private static final Pattern TO_STDOUT =
            Pattern.compile("copy\\b.*\\bto\\s+(stdout|stdin)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private CopyOut() {}

    static boolean is(Statement statement) {
        return statement.summary().equals("COPY")
                && TO_STDOUT.matcher(statement.text()).matches();
    }
}
