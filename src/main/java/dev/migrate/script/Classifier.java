package dev.migrate.script;

import java.util.Optional;

/**
 * Tells what the leading words of a statement say about it.
 *
 * <p>Remembers the last statement of which only the first word counts: a script of a million INSERTs has one answer.
 */
final class Classifier {
    private byte[] word = new byte[0];
    private Classification known;

    Classification classify(LeadingWords words) {
        if (words.verb() != Verb.OTHER) {
            return Classification.of(words);
        }
        if (known == null || !words.startWith(word)) {
            word = words.first();
            known = new Classification(StatementKind.OTHER, true, Summary.of(words, true), Optional.empty());
        }
        return known;
    }
}
