package dev.migrate.scaffold;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a new migration is to be called: words of letters and digits, of any script, in lower case.
 *
 * @param words at least one
 */
record Title(List<String> words) {
    private static final int MOST_CHARACTERS = 100;
    private static final int MOST_BYTES = 200;

    /** Marks are part of a letter in many scripts. */
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    Title {
        words = List.copyOf(words);
    }

    /**
     * The words of a text.
     *
     * @throws MigrationFailure exit code 2 where it is no name
     */
    static Title of(String text) {
        if (UNSEEN.matcher(text).find()) {
            throw refused("the name holds a character that nobody sees", "write letters, digits and spaces");
        }
        if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            throw refused(
                    "\"" + text + "\" is a path, and not a name",
                    "write the name alone; --source PATH picks the folder");
        }
        String named = text.strip().toLowerCase(Locale.ROOT);
        String bare = named.endsWith(".sql") ? named.substring(0, named.length() - 4) : named;
        List<String> words = BETWEEN.splitAsStream(composed(bare))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            throw refused(
                    "the name has no letter and no digit", "say what the migration does: migrate new add orders table");
        }
        var title = new Title(words);
        String joined = title.joined("_");
        int characters = joined.codePointCount(0, joined.length());
        int bytes = joined.getBytes(StandardCharsets.UTF_8).length;
        if (characters > MOST_CHARACTERS || bytes > MOST_BYTES) {
            throw refused(
                    characters > MOST_CHARACTERS
                            ? "the name has " + characters + " characters, and " + MOST_CHARACTERS + " are the most"
                            : "the name has " + bytes + " bytes, and " + MOST_BYTES + " are the most",
                    "find a shorter one; there is room for more in the file");
        }
        return title;
    }

    /** Letters and their marks in one, as other programs write them; what normalizes takes its time to load. */
    private static String composed(String text) {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        return ascii ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static MigrationFailure refused(String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.of(what, fix));
    }

    /** The words in one. */
    String joined(String separator) {
        return String.join(separator, words);
    }

    /** As the file's name is read back. */
    String description() {
        return joined(" ");
    }
}
