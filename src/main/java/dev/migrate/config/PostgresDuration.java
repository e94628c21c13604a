package dev.migrate.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as PostgreSQL writes it in its settings: a number and a unit, milliseconds where there is none.
 *
 * @see <a href="https://www.postgresql.org/docs/current/config-setting.html">Parameter names and values</a>
 */
public final class PostgresDuration {
    private static final Pattern SHAPE = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-z]*)\\s*");
    private static final Map<String, BigDecimal> MILLISECONDS = Map.of(
            "", BigDecimal.ONE,
            "us", new BigDecimal("0.001"),
            "ms", BigDecimal.ONE,
            "s", BigDecimal.valueOf(1_000),
            "min", BigDecimal.valueOf(60_000),
            "h", BigDecimal.valueOf(3_600_000),
            "d", BigDecimal.valueOf(86_400_000));

    private PostgresDuration() {}

    /**
     * The duration that {@code text} stands for, in whole milliseconds as PostgreSQL rounds it.
     *
     * @throws IllegalArgumentException with a sentence for the user where it is none
     */
    public static Duration parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        BigDecimal unit = matcher.matches() ? MILLISECONDS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("\"" + text + "\" is no length of time");
        }
        BigDecimal milliseconds =
                new BigDecimal(matcher.group(1)).multiply(unit).setScale(0, RoundingMode.HALF_EVEN);
        if (milliseconds.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is longer than PostgreSQL takes (" + Integer.MAX_VALUE + " ms)");
        }
        return Duration.ofMillis(milliseconds.intValueExact());
    }
}
