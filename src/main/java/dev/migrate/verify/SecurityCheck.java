package dev.migrate.verify;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.catalog.CatalogScope;
import dev.migrate.config.PolicyRule;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.history.HistoryTable;
import dev.migrate.verify.Finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether row security and privileges leave something open that should be closed. Reads catalogs, in one round trip and
 * one read-only transaction; of the tables it reads nothing.
 */
final class SecurityCheck implements Check {
    /** The id of rows that are no findings: the roles of an API that are there. */
    private static final String API = "api";

    @Override
    public String name() {
        return "security";
    }

    @Override
    public Outcome look(Evidence evidence) {
        List<SecurityRow> rows = rows(evidence.session(), evidence.historyTable(), evidence.scope());
        Map<String, PolicyRule.Level> levels = new HashMap<>();
        evidence.settings().policy().forEach(rule -> levels.put(rule.rule().text(), rule.level()));
        boolean api = rows.stream().anyMatch(row -> row.rule().equals(API));
        List<Finding> findings = rows.stream()
                .filter(row -> !row.rule().equals(API))
                .flatMap(row -> finding(row, Optional.ofNullable(levels.get(row.rule()))).stream())
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
        return Outcome.of(findings).noting(notes(api, levels));
    }

    private static List<SecurityRow> rows(Session session, HistoryTable table, CatalogScope scope) {
        String sql = """
                BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
                SET LOCAL search_path = '';
                SET LOCAL jit = off;
                %s;
                COMMIT""".formatted(query(table, scope));
        Reply reply = session.ask(sql);
        reply.error().ifPresent(error -> {
            throw session.refused(error);
        });
        return reply.rows().stream().map(SecurityRow::of).toList();
    }

    private static String query(HistoryTable table, CatalogScope scope) {
        try (InputStream resource = SecurityCheck.class.getResourceAsStream("security.sql")) {
            String sql =
                    new String(Objects.requireNonNull(resource, "security.sql").readAllBytes(), StandardCharsets.UTF_8);
            return sql.replace("{ns}", scope.holds("n"))
                    .replace(":history_schema", literal(table.schema()))
                    .replace(":history_table", literal(table.table()))
                    .replace(":history_log", literal(table.logName()));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static Optional<Finding> finding(SecurityRow row, Optional<PolicyRule.Level> level) {
        SecurityRule rule = SecurityRule.of(row.rule())
                .orElseThrow(() -> new IllegalStateException("security.sql has a rule without words: " + row.rule()));
        boolean wrapped = rule == SecurityRule.RLS_CALL_PER_ROW && !PerRowCalls.in(row.more());
        if (wrapped || level.filter(PolicyRule.Level.OFF::equals).isPresent()) {
            return Optional.empty();
        }
        Severity usual = row.heavy() ? Severity.ERROR : rule.severity();
        Severity severity = level.map(SecurityCheck::severity).orElse(usual);
        return Optional.of(Finding.of(severity, row.object(), rule.message(row), rule.fix(row))
                .rule(rule.id()));
    }

    private static Severity severity(PolicyRule.Level level) {
        return level == PolicyRule.Level.ERROR ? Severity.ERROR : Severity.WARNING;
    }

    private static List<String> notes(boolean api, Map<String, PolicyRule.Level> levels) {
        var notes = new ArrayList<String>();
        if (!api) {
            notes.add(
                    "the server has no role anon or authenticated, so that there is no API to which something could be"
                            + " open; not looked for: " + rules(SecurityRule::ofApi));
        }
        String off = rules(rule -> levels.get(rule.id()) == PolicyRule.Level.OFF);
        if (!off.isEmpty()) {
            notes.add("switched off by [policy]: " + off);
        }
        return notes;
    }

    private interface Wanted {
        boolean is(SecurityRule rule);
    }

    private static String rules(Wanted wanted) {
        return Arrays.stream(SecurityRule.values())
                .filter(wanted::is)
                .map(SecurityRule::id)
                .collect(Collectors.joining(", "));
    }
}
