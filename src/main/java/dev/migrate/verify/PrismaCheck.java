package dev.migrate.verify;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.config.Settings;
import dev.migrate.history.HistoryTable;
import dev.migrate.prisma.AskedServer;
import dev.migrate.prisma.PrismaComparison;
import dev.migrate.prisma.PrismaDifference;
import dev.migrate.prisma.PrismaFiles;
import dev.migrate.prisma.PrismaResult;
import dev.migrate.prisma.PrismaSchema;
import dev.migrate.verify.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the Prisma schema says what the database has. Names and the order of enum values are warnings: the client
 * works with them.
 */
final class PrismaCheck implements Check {
    @Override
    public String name() {
        return "prisma";
    }

    @Override
    public Outcome look(Evidence evidence) {
        Optional<Settings.Prisma> settings = evidence.settings().prisma();
        if (settings.isEmpty()) {
            return Outcome.notApplicable("migrate.toml names no Prisma schema ([prisma] schema = \"…\")");
        }
        PrismaSchema schema = PrismaFiles.read(settings.get().schema());
        HistoryTable history = evidence.historyTable();
        Catalog catalog = catalog(schema, evidence);
        PrismaResult result =
                PrismaComparison.compare(schema, catalog, own(history), new AskedServer(evidence.session()));
        var notes = new ArrayList<String>();
        notes.add(result.tables() + (result.tables() == 1 ? " table" : " tables") + " of "
                + settings.get().schema() + " compared");
        notes.addAll(result.notes());
        return Outcome.of(
                        result.differences().stream().map(PrismaCheck::finding).toList())
                .noting(notes);
    }

    /** What the Prisma schema covers is looked at, even where a platform manages it. */
    private static Catalog catalog(PrismaSchema schema, Evidence evidence) {
        CatalogScope scope = evidence.scope();
        List<String> excluded = scope.excluded().stream()
                .filter(name -> !schema.schemas().contains(name))
                .toList();
        return excluded.equals(scope.excluded())
                ? evidence.target()
                : new CatalogReader(evidence.session(), new CatalogScope(excluded, scope.ours())).read();
    }

    private static Set<Identity> own(HistoryTable history) {
        return Set.of(
                Identity.of(ObjectKind.TABLE, history.schema(), history.table()),
                Identity.of(ObjectKind.TABLE, history.schema(), history.logName()));
    }

    private static Finding finding(PrismaDifference difference) {
        boolean structure = difference.kind() == PrismaDifference.Kind.STRUCTURE;
        Finding finding = Finding.of(
                        structure ? Severity.ERROR : Severity.WARNING,
                        difference.object(),
                        difference.message(),
                        difference.fix())
                .difference(difference.expected(), difference.actual())
                .at(difference.where())
                .category(difference.kind().name().toLowerCase(Locale.ROOT));
        return difference.column().map(finding::column).orElse(finding);
    }
}
