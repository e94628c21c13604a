package dev.migrate.config;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which <code>${NAME}</code> stands for a variable of the environment; <code>$${</code> stands for itself.
 *
 * <p>The database's URL stays one until somebody needs it, for {@code --url} and {@code --embedded} do without the
 * variable.
 *
 * @param key under which it stands in the config, for messages
 */
public record Template(String text, String key, Place where) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$\\{)|\\$\\{([^}]*)}?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * The text with every variable filled in.
     *
     * @throws MigrationFailure with all variables that are not set
     */
    public String resolve(Map<String, String> environment) {
        List<Problem> problems = new ArrayList<>();
        Optional<String> resolved = resolve(environment, problems);
        return resolved.orElseThrow(() -> new MigrationFailure(ExitCode.USAGE, problems));
    }

    /** The text with every variable filled in; empty and told in {@code problems} where one is not set. */
    Optional<String> resolve(Map<String, String> environment, List<Problem> problems) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        boolean complete = true;
        while (matcher.find()) {
            String value = matcher.group(1);
            if (value == null) {
                value = valueOf(matcher.group(2), matcher.group().endsWith("}"), environment, problems);
                complete &= value != null;
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? "" : value));
        }
        matcher.appendTail(resolved);
        return complete ? Optional.of(resolved.toString()) : Optional.empty();
    }

    boolean hasVariables() {
        return VARIABLE.matcher(text).find();
    }

    private String valueOf(String name, boolean closed, Map<String, String> environment, List<Problem> problems) {
        if (!closed || !NAME.matcher(name).matches()) {
            problems.add(Problem.at(
                    where,
                    "\"${" + name + (closed ? "}" : "") + "\" in \"" + key + "\" is no variable",
                    "write ${NAME} with a name of letters, digits and _, or $${ for the characters themselves"));
            return null;
        }
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            String state = value == null ? "is not set" : "is empty";
            problems.add(Problem.at(
                    where,
                    "the variable " + name + " in \"" + key + "\" " + state,
                    "set " + name + " in the environment, or write the value in the config"));
            return null;
        }
        return value;
    }
}
