package dev.migrate.verify;

import java.math.BigDecimal;

/** A value as an expectation writes it. */
sealed interface Value {
    /** Whether the server's value is this one. */
    boolean is(String actual);

    /** {@code 'gold'}: exactly this text. */
    record Text(String text) implements Value {
        @Override
        public boolean is(String actual) {
            return text.equals(actual);
        }

        @Override
        public String toString() {
            return "'" + text.replace("'", "''") + "'";
        }
    }

    /** {@code 12}: also {@code 12.00}. */
    record Decimal(BigDecimal number) implements Value {
        @Override
        public boolean is(String actual) {
            if (actual == null) {
                return false;
            }
            try {
                return number.compareTo(new BigDecimal(actual.strip())) == 0;
            } catch (NumberFormatException other) {
                return false;
            }
        }

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    /** {@code true} and {@code false}: PostgreSQL sends a letter for them. */
    record Truth(boolean truth) implements Value {
        @Override
        public boolean is(String actual) {
            return (truth ? "t" : "f").equals(actual) || Boolean.toString(truth).equals(actual);
        }

        @Override
        public String toString() {
            return Boolean.toString(truth);
        }
    }

    /** {@code NULL}. */
    record Null() implements Value {
        @Override
        public boolean is(String actual) {
            return actual == null;
        }

        @Override
        public String toString() {
            return "NULL";
        }
    }
}
