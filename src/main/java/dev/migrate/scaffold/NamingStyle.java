package dev.migrate.scaffold;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a project calls its migrations.
 *
 * @param prefix {@code V} of Flyway's names, else empty
 * @param separator between version and description
 * @param word between the words of the description
 */
record NamingStyle(Numbering numbering, String prefix, String separator, String word, NameParts.Layout layout) {
    /** That of a project without files. */
    static final NamingStyle PLAIN = new NamingStyle(Numbering.plain(), "", "_", "_", NameParts.Layout.FILE);

    /**
     * Learned from a project's names. The newest one decides; what it does not show, the next one does.
     *
     * @param newestFirst empty for the plain style
     */
    static NamingStyle of(List<NameParts> newestFirst) {
        if (newestFirst.isEmpty()) {
            return PLAIN;
        }
        NameParts newest = newestFirst.get(0);
        List<NameParts> likewise = newestFirst.stream()
                .filter(name -> name.prefix().equals(newest.prefix()))
                .toList();
        String separator = likewise.stream()
                .map(NameParts::separator)
                .filter(shown -> !shown.isEmpty())
                .findFirst()
                .orElse(newest.prefix().isEmpty() ? "_" : "__");
        String word = likewise.stream()
                .map(name -> word(name.description()))
                .filter(shown -> !shown.isEmpty())
                .findFirst()
                .orElse(separator.equals("-") ? "-" : "_");
        Numbering numbering = Numbering.of(
                newest.version(), likewise.stream().map(NameParts::version).collect(Collectors.toList()));
        return new NamingStyle(numbering, newest.prefix(), separator, word, newest.layout());
    }

    /** What stands more often between the words; empty for one word. */
    private static String word(String description) {
        long lines = description.chars().filter(c -> c == '_').count();
        long dashes = description.chars().filter(c -> c == '-').count();
        return lines == 0 && dashes == 0 ? "" : lines >= dashes ? "_" : "-";
    }

    /** The same with other versions. */
    NamingStyle counted(Numbering other) {
        return new NamingStyle(other, prefix, separator, word, layout);
    }

    /** The id of a migration. */
    String id(String version, Title title) {
        return prefix + version + separator + title.joined(word);
    }
}
