package dev.migrate.migration;

import dev.migrate.config.Name;
import dev.migrate.config.Nearest;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.Comment;
import dev.migrate.script.Item;
import dev.migrate.script.Position;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.UnterminatedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the comments of one file say: sections, directives, rollback scripts, verification queries. */
final class CommentReader {
    private static final String MARK = "migrate:";
    private static final List<String> WORDS =
            List.of("up", "down", "verify", "no-transaction", "after", "optional", "env", "repeatable");

    private final String file;
    private final List<Problem> problems;
    private final CommentScripts scripts;
    private final List<Marker> markers = new ArrayList<>();
    private final BareMarks bare = new BareMarks();
    private final List<Name> after = new ArrayList<>();
    private final Set<String> environments = new LinkedHashSet<>();
    private boolean noTransaction;
    private boolean optional;
    private boolean repeatable;

    private record Marker(Section.Kind kind, Comment comment) {}

    CommentReader(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
        this.scripts = new CommentScripts(file);
    }

    /** Reads them all; a quote or comment that never ends ends the reading, which {@link ScriptCheck} tells. */
    void read(InputStream in) throws IOException {
        try (ScriptReader reader = ScriptReader.of(in, Position.START, false, this::comment)) {
            Item item = reader.next();
            while (item != null) {
                scripts.item(item);
                bare.item(item);
                item = reader.next();
            }
        } catch (UnterminatedException e) {
            // What came before it counts; the check before a run says what is wrong.
        }
        scripts.close();
        if (markers.isEmpty()) {
            bare.up().ifPresent(up -> markers.add(new Marker(Section.Kind.UP, up)));
            bare.down().ifPresent(down -> markers.add(new Marker(Section.Kind.DOWN, down)));
        }
    }

    Directives directives() {
        return new Directives(noTransaction, after, optional, environments, repeatable);
    }

    Optional<CommentScript> rollback() {
        return scripts.rollback();
    }

    List<CommentScript> verifications() {
        return scripts.verifications();
    }

    /** The sections of the file, whose bytes go from {@code start} to {@code size}. */
    List<Section> sections(Path path, int start, long size) throws IOException {
        return sections(start, size, end -> FileSlice.open(path, end, size));
    }

    /** The sections of a text that is at hand. */
    List<Section> sections(byte[] text) throws IOException {
        return sections(0, text.length, end -> new ByteArrayInputStream(text, (int) end, text.length - (int) end));
    }

    /** What stands behind an offset. */
    private interface Rest {
        InputStream behind(long end) throws IOException;
    }

    private List<Section> sections(int start, long size, Rest rest) throws IOException {
        List<Section> sections = new ArrayList<>();
        Section.Kind kind = Section.Kind.UP;
        long from = start;
        int line = 1;
        for (Marker marker : markers) {
            if (marker.kind() == kind) {
                continue;
            }
            add(sections, new Section(kind, from, marker.comment().start(), line));
            kind = marker.kind();
            from = lineEnd(rest, marker.comment().end());
            line = marker.comment().line() + 1;
        }
        sections.add(new Section(kind, from, size, line));
        return sections;
    }

    /** What precedes the first section of a file that begins with another one is up, if only by its comments. */
    private static void add(List<Section> sections, Section section) {
        if (section.end() > section.start() || section.kind() == Section.Kind.UP) {
            sections.add(section);
        }
    }

    private static long lineEnd(Rest rest, long end) throws IOException {
        try (InputStream in = rest.behind(end)) {
            byte[] next = in.readNBytes(2);
            int skip = next.length > 0 && next[0] == '\r' ? 1 : 0;
            return end + (next.length > skip && next[skip] == '\n' ? skip + 1 : skip);
        }
    }

    private void comment(Comment comment) {
        if (!comment.block() && comment.startsLine()) {
            String text = comment.text().substring(2).strip();
            if (text.startsWith(MARK)) {
                scripts.close();
                directive(comment, text.substring(MARK.length()));
                return;
            }
            Optional<SectionMark> mark = SectionMark.of(text);
            if (mark.isPresent()) {
                scripts.close();
                mark(comment, mark.get(), text);
                return;
            }
            bare.comment(comment, text);
        }
        scripts.comment(comment);
    }

    private void mark(Comment comment, SectionMark mark, String text) {
        noTransaction |= mark == SectionMark.NO_TRANSACTION || SectionMark.refusesTransaction(text);
        switch (mark) {
            case UP -> markers.add(new Marker(Section.Kind.UP, comment));
            case DOWN -> markers.add(new Marker(Section.Kind.DOWN, comment));
            case REFUSED ->
                problem(
                        comment,
                        "\"" + text + "\" asks for what only another tool does",
                        "write what it would do in SQL, and remove the line");
            default -> {}
        }
    }

    private void directive(Comment comment, String behindMark) {
        String text = behindMark.strip();
        int space = text.indexOf(' ') < 0 ? text.indexOf('\t') : text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1).strip();
        switch (word) {
            case "up" -> up(comment, rest);
            case "down" -> section(comment, Section.Kind.DOWN, word, rest);
            case "verify" -> section(comment, Section.Kind.VERIFY, word, rest);
            case "no-transaction" -> noTransaction = alone(comment, word, rest);
            case "optional" -> optional = alone(comment, word, rest);
            case "repeatable" -> repeatable = alone(comment, word, rest);
            case "after" ->
                words(comment, word, rest).forEach(id -> after.add(new Name(id, Optional.of(place(comment)))));
            case "env" -> environments.addAll(words(comment, word, rest));
            default -> {
                if (!prose(word, rest, !behindMark.startsWith(word))) {
                    problem(
                            comment,
                            "unknown directive \"migrate:" + (word.isEmpty() ? "" : " ") + word + "\"",
                            Nearest.to(word, WORDS)
                                    .map(near -> "did you mean \"" + near + "\"?")
                                    .orElse("known are " + String.join(", ", WORDS)));
                }
            }
        }
    }

    /** A sentence that happens to begin so, as in "-- migrate: users that have no plan": no directive, nor a misspelt one. */
    private static boolean prose(String word, String rest, boolean spaced) {
        return spaced
                && rest.indexOf(' ') > 0
                && !word.endsWith(":")
                && Nearest.to(word, WORDS).isEmpty();
    }

    private void up(Comment comment, String options) {
        for (String option : options.split("\\s+", -1)) {
            if (option.equals("transaction:false")) {
                noTransaction = true;
            } else if (!option.isEmpty() && !option.equals("transaction:true")) {
                problem(
                        comment,
                        "unknown option \"" + option + "\" after migrate:up",
                        "remove it; transaction:false is the only one that changes anything");
            }
        }
        markers.add(new Marker(Section.Kind.UP, comment));
    }

    private void section(Comment comment, Section.Kind kind, String word, String rest) {
        if (kind == Section.Kind.DOWN && rest.matches("transaction:(true|false)")) {
            markers.add(new Marker(kind, comment)); // dbmate's; how a way back runs is found out from its statements
        } else if (alone(comment, word, rest)) {
            markers.add(new Marker(kind, comment));
        }
    }

    private boolean alone(Comment comment, String word, String rest) {
        if (!rest.isEmpty()) {
            problem(
                    comment,
                    "\"" + rest + "\" after \"migrate: " + word + "\" means nothing",
                    "leave the directive alone on its line");
        }
        return true;
    }

    private List<String> words(Comment comment, String word, String rest) {
        List<String> words = new ArrayList<>();
        for (String part : rest.split(",", -1)) {
            if (part.isBlank()) {
                problem(
                        comment,
                        "\"migrate: " + word + "\" names nothing",
                        word.equals("env")
                                ? "write -- migrate: env local,staging"
                                : "write the id of a migration: -- migrate: after 001_init");
            } else {
                words.add(part.strip());
            }
        }
        return words;
    }

    private void problem(Comment comment, String what, String fix) {
        problems.add(Problem.at(place(comment), what, fix));
    }

    private Place place(Comment comment) {
        return new Place(file, comment.line(), comment.column());
    }
}
