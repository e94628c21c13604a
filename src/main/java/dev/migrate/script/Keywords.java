package dev.migrate.script;

import java.util.Arrays;

/** A set of keywords, asked for with bytes of a script: no string is made for the question. */
final class Keywords {
    private final String[][] byLetter = new String[26][0];

    /** In lower case. */
    Keywords(String... words) {
        for (String word : words) {
            int letter = word.charAt(0) - 'a';
            String[] sooner = byLetter[letter];
            byLetter[letter] = Arrays.copyOf(sooner, sooner.length + 1);
            byLetter[letter][sooner.length] = word;
        }
    }

    boolean contains(byte[] bytes, int from, int to) {
        int letter = from < to ? Bytes.lower(bytes[from]) - 'a' : -1;
        if (letter >= 0 && letter < byLetter.length) {
            for (String word : byLetter[letter]) {
                if (LeadingWords.same(bytes, from, to, word)) {
                    return true;
                }
            }
        }
        return false;
    }
}
