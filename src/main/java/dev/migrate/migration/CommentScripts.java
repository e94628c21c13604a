package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.script.Comment;
import dev.migrate.script.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the comments of one file that are headed {@code Rollback} or {@code Verification}, as they come.
 *
 * <p>The SQL may stand in a block comment, in lines that each begin with {@code --}, in such lines with the marks of a
 * block comment among them, or behind the heading on its line.
 */
final class CommentScripts {
    /** More lines than that are not a script in a comment, and are not held in memory. */
    private static final int MOST_LINES = 20_000;

    private final String file;
    private final List<CommentScript> verifications = new ArrayList<>();
    private CommentScript rollback;
    private Heading open;
    private final List<CommentLines.Line> lines = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();

    CommentScripts(String file) {
        this.file = file;
    }

    Optional<CommentScript> rollback() {
        return Optional.ofNullable(rollback);
    }

    List<CommentScript> verifications() {
        return verifications;
    }

    /** A comment, in the order of the file. */
    void comment(Comment comment) {
        if (comment.block()) {
            block(comment);
        } else if (comment.startsLine()) {
            line(comment);
        } else if (open != null) {
            close();
        }
    }

    /** What is no comment ends what was gathered, and takes back what stands behind its beginning. */
    void item(Item item) {
        while (!starts.isEmpty() && starts.get(starts.size() - 1) > item.start()) {
            starts.remove(starts.size() - 1);
            lines.remove(lines.size() - 1);
        }
        close();
    }

    /** What was gathered is complete. */
    void close() {
        if (open != null && !lines.isEmpty()) {
            CommentLines.script(open.purpose(), lines).ifPresent(found -> add(open.purpose(), found));
        }
        open = null;
        lines.clear();
        starts.clear();
    }

    private void line(Comment comment) {
        String text = comment.text().substring(2);
        Optional<Heading> heading = Heading.of(text);
        if (heading.isPresent()) {
            close();
            open = heading.get();
            if (!open.sql().isEmpty()) {
                int column = comment.column() + 2 + text.lastIndexOf(open.sql());
                gather(comment, new CommentLines.Line(open.sql(), comment.line(), column));
            }
        } else if (open != null && lines.size() < MOST_LINES) {
            int indent = text.startsWith(" ") ? 1 : 0;
            gather(
                    comment,
                    new CommentLines.Line(text.substring(indent), comment.line(), comment.column() + 2 + indent));
        }
    }

    private void gather(Comment comment, CommentLines.Line line) {
        lines.add(line);
        starts.add(comment.start());
    }

    private void block(Comment comment) {
        List<CommentLines.Line> content = CommentLines.ofBlock(comment);
        if (open != null && lines.isEmpty() && content.stream().noneMatch(line -> heads(line))) {
            CommentLines.block(open.purpose(), content).ifPresent(found -> add(open.purpose(), found));
            close();
            return;
        }
        close();
        int from = -1;
        for (int i = 0; i <= content.size(); i++) {
            boolean end = i == content.size();
            if (end || heads(content.get(i))) {
                if (from >= 0) {
                    part(content.subList(from, i), end);
                }
                from = i;
            }
        }
    }

    private static boolean heads(CommentLines.Line line) {
        return Heading.of(line.text()).isPresent();
    }

    /** A heading within a block and what follows it there; where nothing does, it heads what follows the block. */
    private void part(List<CommentLines.Line> part, boolean last) {
        CommentLines.Line first = part.get(0);
        if (first.text().length() > 1_000) {
            return;
        }
        Heading heading = Heading.of(first.text()).orElseThrow();
        List<CommentLines.Line> content = new ArrayList<>(part.subList(1, part.size()));
        if (!heading.sql().isEmpty()) {
            int column = first.column() + first.text().lastIndexOf(heading.sql());
            content.add(0, new CommentLines.Line(heading.sql(), first.line(), column));
        }
        if (content.stream().allMatch(line -> line.text().isBlank())) {
            open = last ? heading : null;
        } else {
            CommentLines.block(heading.purpose(), content).ifPresent(found -> add(heading.purpose(), found));
        }
    }

    /** Of several rollback scripts in one file the first counts. */
    private void add(Heading.Purpose purpose, CommentLines.Script found) {
        CommentScript script = new CommentScript(found.text(), new Place(file, found.line(), found.column()));
        if (purpose == Heading.Purpose.VERIFICATION) {
            verifications.add(script);
        } else if (rollback == null) {
            rollback = script;
        }
    }
}
