package dev.migrate.migration;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the line comments of other tools say: where the migration begins and where the way back does.
 *
 * <p>psql would run both. A file with such a line was never meant for that, and its second half drops what the first
 * made. Read are the lines of goose, sql-migrate, rambler, node-pg-migrate, Play, tern and MyBatis Migrations.
 */
enum SectionMark {
    UP,
    DOWN,
    NO_TRANSACTION,
    /** Means something to its own tool, and changes nothing here. */
    NOTHING,
    /** Asks its own tool for something else. */
    REFUSED;

    private static final Pattern GOOSE = Pattern.compile("\\+(?:goose|migrate)\\b\\s*(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PAIR = Pattern.compile(
            "-*\\s*(up|down)\\s+migration|rambler\\s+(up|down)|-?\\s*!(up|down)s", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECOND =
            Pattern.compile("-*\\s*create above / drop below\\s*-*|//\\s*@undo", Pattern.CASE_INSENSITIVE);

    /** The mark that a line comment is, if it is one; {@code text} stands behind the two dashes. */
    static Optional<SectionMark> of(String text) {
        String line = text.strip();
        Matcher goose = GOOSE.matcher(line);
        if (goose.matches()) {
            return Optional.of(goose(goose.group(1).strip().toLowerCase(Locale.ROOT)));
        }
        Matcher pair = PAIR.matcher(line);
        if (pair.matches()) {
            return Optional.of(line.toLowerCase(Locale.ROOT).contains("down") ? DOWN : UP);
        }
        return SECOND.matcher(line).matches() ? Optional.of(DOWN) : Optional.empty();
    }

    /** Whether a mark also asks for a run without a transaction: sql-migrate's way. */
    static boolean refusesTransaction(String text) {
        return text.strip().toLowerCase(Locale.ROOT).endsWith(" notransaction");
    }

    private static SectionMark goose(String words) {
        return switch (words.replaceAll("\\s+", " ")) {
            case "up", "up notransaction" -> UP;
            case "down", "down notransaction" -> DOWN;
            case "no transaction" -> NO_TRANSACTION;
            case "statementbegin", "statementend", "envsub off" -> NOTHING;
            default -> REFUSED;
        };
    }
}
