package dev.migrate.schema;

import dev.migrate.catalog.DdlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file that is being written anew. */
final class DraftFile {
    private final String name;
    private final Optional<SchemaFile> was;
    private final List<Entry> entries = new ArrayList<>();
    private final String lineEnd;
    private boolean changed;

    private DraftFile(String name, Optional<SchemaFile> was) {
        this.name = name;
        this.was = was;
        this.lineEnd = was.filter(file -> file.text().contains("\r\n")).isPresent() ? "\r\n" : "\n";
    }

    static DraftFile of(SchemaFile file) {
        return new DraftFile(file.name(), Optional.of(file));
    }

    static DraftFile created(String name) {
        return new DraftFile(name, Optional.empty());
    }

    String name() {
        return name;
    }

    /** How many statements stand before its entries. */
    int settings() {
        return was.isEmpty() ? 2 : 0;
    }

    Optional<SchemaFile> was() {
        return was;
    }

    /** In file order; to be changed by {@link #insert} and {@link #remove} alone. */
    List<Entry> entries() {
        return entries;
    }

    void read(Entry entry) {
        entries.add(entry);
    }

    void insert(int at, Entry entry) {
        entries.add(at, entry);
        changed = true;
    }

    /** Takes a statement out; what stands before it stays where it is more than white space. */
    void remove(Entry entry) {
        int at = entries.indexOf(entry);
        entries.remove(at);
        changed = true;
        if (!entry.before().isBlank()) {
            entries.add(at, Entry.gap(entry.before().stripTrailing()));
        }
    }

    boolean changed() {
        return changed;
    }

    /** Whether nothing is left that anybody would miss. */
    boolean empty() {
        return changed
                && entries.stream()
                        .allMatch(entry -> entry.own().isEmpty()
                                && entry.above().isBlank()
                                && entry.before().isBlank()
                                && entry.origin().filter(one -> !isSetting(one)).isEmpty())
                && tail().isBlank();
    }

    static boolean isSetting(SchemaStatement statement) {
        return statement.sql().regionMatches(true, 0, "set ", 0, 4);
    }

    private String tail() {
        if (was.isEmpty() || was.get().statements().isEmpty()) {
            return was.map(SchemaFile::text).orElse("");
        }
        List<SchemaStatement> statements = was.get().statements();
        return was.get()
                .text(
                        statements.get(statements.size() - 1).span().to(),
                        was.get().size());
    }

    /** The whole file; of one that was not changed every byte as it was. */
    String render() {
        if (!changed && was.isPresent()) {
            return was.get().text();
        }
        boolean fromScratch = was.isEmpty();
        var text = new StringBuilder(fromScratch ? DdlText.HEADER : "");
        Entry last = null;
        for (Entry entry : entries) {
            if (entry.own().isPresent() && entry.before().isEmpty()) {
                separate(text, last, entry);
            }
            boolean behindSeveral =
                    last != null && last.own().isPresent() && last.before().isEmpty();
            if (behindSeveral && entry.own().isEmpty() && entry.before().isBlank()) {
                text.append(lineEnd.repeat(Math.max(
                        0,
                        2
                                - Math.toIntExact(entry.before()
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()))));
            }
            text.append(entry.before()).append(entry.above());
            text.append(entry.own().isPresent() ? entry.text().replace("\n", lineEnd) : entry.text());
            last = entry;
        }
        String tail = tail();
        text.append(tail.isBlank() ? "" : tail);
        while (text.length() > 0 && Character.isWhitespace(text.charAt(text.length() - 1))) {
            text.setLength(text.length() - 1);
        }
        return text.append(lineEnd).toString();
    }

    private void separate(StringBuilder text, Entry last, Entry next) {
        if (text.isEmpty()) {
            return;
        }
        int ends = 0;
        for (int i = text.length() - 1; i >= 0 && Character.isWhitespace(text.charAt(i)); i--) {
            ends += text.charAt(i) == '\n' ? 1 : 0;
        }
        int wanted = last != null && together(last, next) ? 1 : 2;
        for (; ends < wanted; ends++) {
            text.append(lineEnd);
        }
    }

    private static boolean together(Entry last, Entry next) {
        return next.above().isEmpty()
                && last.own().isPresent()
                && DdlText.together(last.own().get(), next.own().orElseThrow());
    }
}
