package dev.migrate.scaffold;

import dev.migrate.migration.DownScript;
import dev.migrate.migration.FoundFile;
import dev.migrate.migration.Heading;
import dev.migrate.migration.Migration;
import dev.migrate.migration.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Learns from the newest files of a project where its migrations have what undoes them. */
final class DownStyleReader {
    /** Not each migration has a way back; further back the style may have been another. */
    private static final int LOOKED_AT = 20;

    private static final long LONGEST = 1 << 20;

    private final SourceFiles sources;

    DownStyleReader(SourceFiles sources) {
        this.sources = sources;
    }

    /** The style of the newest that has a way back. */
    DownStyle of(List<FoundFile> newestFirst) {
        return newestFirst.stream()
                .limit(LOOKED_AT)
                .map(this::of)
                .filter(style -> style.kind() != DownStyle.Kind.NONE)
                .findFirst()
                .orElse(DownStyle.NONE);
    }

    private DownStyle of(FoundFile file) {
        if (file.down().isPresent()) {
            return DownStyle.ofFile(file.down().get());
        }
        try {
            if (Files.size(file.path()) > LONGEST) {
                return DownStyle.NONE;
            }
            Optional<DownScript> down = sources.read(file).flatMap(Migration::down);
            if (down.isEmpty()) {
                return DownStyle.NONE;
            }
            return down.get() instanceof DownScript.InComment comment
                    ? heading(file, comment.where().line())
                    : DownStyle.of(DownStyle.Kind.SECTION);
        } catch (IOException unreadable) {
            return DownStyle.NONE; // apply says what is wrong with it
        }
    }

    /** The comment that heads a script, as an empty one that another script fits into. */
    private static DownStyle heading(FoundFile file, int line) throws IOException {
        List<String> lines = new String(Files.readAllBytes(file.path()), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = Math.min(line, lines.size()) - 1; i >= 0; i--) {
            String text = lines.get(i).strip();
            boolean dashes = text.startsWith("--");
            String bare =
                    dashes ? text.substring(2) : text.replaceFirst("^/\\*", "").replaceFirst("\\*/$", "");
            Optional<Heading> heading = Heading.of(bare).filter(found -> found.purpose() == Heading.Purpose.ROLLBACK);
            if (heading.isPresent()) {
                String sql = heading.get().sql();
                String head = (sql.isEmpty() ? bare : bare.substring(0, bare.lastIndexOf(sql))).stripTrailing();
                return new DownStyle(DownStyle.Kind.COMMENT, dashes ? "--" + head : "/*" + indented(head) + "\n\n*/");
            }
        }
        return new DownStyle(DownStyle.Kind.COMMENT, "-- Rollback");
    }

    private static String indented(String head) {
        return head.startsWith(" ") ? head : " " + head;
    }
}
