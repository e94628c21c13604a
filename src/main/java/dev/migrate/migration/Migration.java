package dev.migrate.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One file as read: what its name says, what it holds, and what undoes it. The SQL itself stays in the file.
 *
 * @param id what tells it from every other migration of the project: its name, or {@code source/name} where two
 *     sources have the same name
 * @param name the file's name without {@code .sql} and direction, or its folder's
 * @param version empty for {@code schema.sql}, for repeatable ones of Flyway, and for names that fit nothing
 * @param source as the config names it
 * @param sourceIndex the source's place among the sources, from 0
 * @param path absolute
 * @param file for people and JSON: relative to the project, with {@code /}
 * @param size in bytes
 * @param sections in the order of the file, at least one of them {@link Section.Kind#UP}
 * @param separateDown what undoes it where that stands in a section or a file of its own
 * @param comments scripts that stand in its comments
 * @param optional by its directive or by the config
 * @param excluded belongs to other environments than the chosen one: is not run
 */
public record Migration(
        String id,
        String name,
        Kind kind,
        Optional<Version> version,
        String description,
        String source,
        int sourceIndex,
        Path path,
        String file,
        FileContent content,
        long size,
        Directives directives,
        List<Section> sections,
        Optional<DownScript> separateDown,
        ScriptsInComments comments,
        boolean optional,
        boolean excluded) {
    /** Which place a migration has among the others. */
    public enum Kind {
        /** {@code schema.sql}: has no version and comes first. */
        FIRST,
        /** Its name fits nothing: in the order of file names, behind {@link #FIRST}. */
        UNVERSIONED,
        /** In the order of versions. */
        VERSIONED,
        /** Behind all others, and again whenever it changes. */
        REPEATABLE
    }

    public Migration {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(content, "content");
        sections = List.copyOf(sections);
        Objects.requireNonNull(comments, "comments");
    }

    /** Whether its name fits nothing. */
    public boolean unversioned() {
        return kind == Kind.UNVERSIONED;
    }

    public boolean repeatable() {
        return kind == Kind.REPEATABLE;
    }

    /** {@code source/name}, which is its id where another source has the same name. */
    public String qualifiedId() {
        return source + "/" + name;
    }

    /** What is run, in order; usually one piece. */
    public List<ScriptText> up() {
        return pieces(Section.Kind.UP);
    }

    /** The {@code -- migrate:verify} sections. */
    public List<ScriptText> verify() {
        return pieces(Section.Kind.VERIFY);
    }

    /** Its checksum; waits for it where the file is large. */
    public Checksum checksum() {
        return content.checksum();
    }

    /** What undoes it: a section, a file of its own, or a comment. */
    public Optional<DownScript> down() {
        return separateDown.or(() -> comments.rollback().map(DownScript.InComment::new));
    }

    /** Queries with expectations that stand in its comments. */
    public List<CommentScript> verifications() {
        return comments.verifications();
    }

    /** The whole file, all sections, as its checksum sees it; empty where it is longer than {@code longest} bytes. */
    public Optional<String> text(int longest) throws IOException {
        if (size > longest) {
            return Optional.empty();
        }
        long start = sections.isEmpty() ? 0 : content.bomLength(path);
        return ScriptText.of(content, path, file, new Section(Section.Kind.UP, start, size, 1))
                .text(longest);
    }

    private List<ScriptText> pieces(Section.Kind wanted) {
        return sections.stream()
                .filter(section -> section.kind() == wanted)
                .map(section -> ScriptText.of(content, path, file, section))
                .toList();
    }

    Migration withId(String other) {
        return copy(other, optional);
    }

    Migration asOptional() {
        return copy(id, true);
    }

    private Migration copy(String otherId, boolean nowOptional) {
        return new Migration(
                otherId,
                name,
                kind,
                version,
                description,
                source,
                sourceIndex,
                path,
                file,
                content,
                size,
                directives,
                sections,
                separateDown,
                comments,
                nowOptional,
                excluded);
    }

    @Override
    public String toString() {
        return file;
    }
}
