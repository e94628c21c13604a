package dev.migrate.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
final class GlobalOptions {
    enum Format {
        text,
        json
    }

    enum Color {
        auto,
        always,
        never
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The config; default: the nearest migrate.toml from here upward.")
    String config;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Lay the table [env.NAME] of the config over the rest.")
    String env;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The database: postgresql://user@host:5432/name.")
    String url;

    @Option(
            names = "--embedded",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "",
            scope = ScopeType.INHERIT,
            description = "A local PostgreSQL that is started for this run; its data stay in DIR"
                    + " (default: .migrate/postgres beside the config).")
    String embedded;

    /** A set, because picocli gives the whole list again with each value, and begins a new one behind the command. */
    final Set<String> sources = new LinkedHashSet<>();

    @SuppressWarnings("unused") // picocli calls it
    @Option(
            names = "--source",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "A folder or file with migrations; repeatable; replaces sources of the config.")
    void source(List<String> given) {
        sources.addAll(given);
    }

    @Option(
            names = "--format",
            paramLabel = "text|json",
            scope = ScopeType.INHERIT,
            description = "json: one document on standard output, messages on standard error.")
    Format format = Format.text;

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            scope = ScopeType.INHERIT,
            description = "Colour; NO_COLOR is honoured.")
    Color color = Color.auto;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Tell more: every message to the server, every notice, stack traces.")
    boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Tell errors only.")
    boolean quiet;
}
