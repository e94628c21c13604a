package dev.migrate.script;

import java.util.Optional;

/** What the leading words of a statement say about it. */
record Classification(StatementKind kind, boolean transactional, String summary, Optional<String> object) {
    static Classification of(LeadingWords words) {
        StatementKind kind = kind(words);
        boolean transactional = words.verb() == Verb.OTHER || TransactionRule.allows(words);
        Optional<String> object = switch (kind) {
            case CREATE_INDEX_CONCURRENTLY -> indexName(words);
            case ADD_ENUM_VALUE -> Optional.of(words.written(2, words.afterName(2)));
            default -> Optional.empty();
        };
        return new Classification(kind, transactional, Summary.of(words, transactional), object);
    }

    /** Several statements in one message: refused if one of them is, and of the kind that matters most. */
    Classification and(Classification next) {
        StatementKind both = kind;
        if (next.kind == StatementKind.COPY_FROM_STDIN) {
            both = next.kind;
        } else if (kind.control() || next.kind.control()) {
            both = StatementKind.JOINED_CONTROL;
        } else if (both == StatementKind.OTHER) {
            both = next.kind;
        }
        return new Classification(both, transactional && next.transactional, summary, object.or(next::object));
    }

    /** The same as a COPY that is followed by rows; whether it is cannot be seen from its first words. */
    Classification withRows() {
        return new Classification(StatementKind.COPY_FROM_STDIN, transactional, summary, object);
    }

    private static StatementKind kind(LeadingWords words) {
        return switch (words.verb()) {
            case BEGIN -> StatementKind.BEGIN;
            case START -> words.is(1, "transaction") ? StatementKind.BEGIN : StatementKind.OTHER;
            case COMMIT, END -> words.is(1, "prepared") ? StatementKind.OTHER : StatementKind.COMMIT;
            case ABORT, ROLLBACK -> rollback(words);
            case PREPARE -> words.is(1, "transaction") ? StatementKind.PREPARE_TRANSACTION : StatementKind.OTHER;
            case CREATE -> concurrently(words) > 0 ? StatementKind.CREATE_INDEX_CONCURRENTLY : StatementKind.OTHER;
            case ALTER -> addsEnumValue(words) ? StatementKind.ADD_ENUM_VALUE : StatementKind.OTHER;
            default -> StatementKind.OTHER;
        };
    }

    private static StatementKind rollback(LeadingWords words) {
        int next = words.is(1, "work") || words.is(1, "transaction") ? 2 : 1;
        boolean partly = words.is(1, "prepared") || words.is(next, "to");
        return partly ? StatementKind.OTHER : StatementKind.ROLLBACK;
    }

    /** Index of the word behind {@code CREATE [UNIQUE] INDEX CONCURRENTLY}, or 0. */
    private static int concurrently(LeadingWords words) {
        int index = words.is(1, "unique") ? 2 : 1;
        return words.are(index, "index", "concurrently") ? index + 2 : 0;
    }

    private static Optional<String> indexName(LeadingWords words) {
        int name = concurrently(words);
        if (words.are(name, "if", "not", "exists")) {
            name += 3;
        }
        boolean named = words.has(name) && !words.is(name, "on");
        return named ? Optional.of(words.written(name, words.afterName(name))) : Optional.empty();
    }

    private static boolean addsEnumValue(LeadingWords words) {
        return words.is(1, "type") && words.are(words.afterName(2), "add", "value");
    }
}
