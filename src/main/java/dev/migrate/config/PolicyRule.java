package dev.migrate.config;

import java.util.Objects;

/**
 * What one rule of the policy does when it finds something.
 *
 * @param rule the rule's id; whether there is such a rule, {@code lint} and {@code verify} know
 */
public record PolicyRule(Name rule, Level level) {
    /** How much a finding weighs. */
    public enum Level {
        /** Stops an apply. */
        ERROR,
        /** Is said. */
        WARNING,
        /** Is not looked for. */
        OFF
    }

    public PolicyRule {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(level, "level");
    }
}
