package dev.migrate.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.migrate.database.ServerError;
import dev.migrate.engine.ScriptFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text of others as JSON that may be looked at in a terminal, too: the same text to a program, harmless to a person. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    static {
        FACTORY.setCharacterEscapes(new Written());
    }

    private JsonText() {}

    static JsonGenerator generator(PrintStream out) {
        try {
            return FACTORY.createGenerator(out);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** A field with text in it, or null. */
    static void field(JsonGenerator json, String name, String text) throws IOException {
        if (text == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, of(text));
        }
    }

    /** A field with a list of texts in it. */
    static void strings(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(of(text));
        }
        json.writeEndArray();
    }

    /** What is written of a value. */
    @FunctionalInterface
    interface Fields<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    /** A field with an object in it, or null. */
    static <T> void objectOrNull(JsonGenerator json, String name, Optional<T> value, Fields<T> fields)
            throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        fields.write(json, value.get());
        json.writeEndObject();
    }

    /** Where a script stopped, why, what of it is kept, and what to do. */
    static void failure(JsonGenerator json, String file, ScriptFailure failure, String kept, String fix)
            throws IOException {
        field(json, "file", file);
        numberOrNull(json, "line", failure.line());
        numberOrNull(json, "column", failure.line() > 0 ? failure.column() : 0);
        numberOrNull(json, "statement", failure.statement());
        error(json, failure.error());
        json.writeNumberField("statements_kept", failure.kept());
        field(json, "kept", kept);
        field(json, "fix", fix);
    }

    /** What a server said. */
    private static void error(JsonGenerator json, ServerError error) throws IOException {
        field(json, "sqlstate", error.sqlState());
        field(json, "message", error.message());
        if (error.detail().isPresent()) {
            field(json, "detail", error.detail().get());
        }
        if (error.hint().isPresent()) {
            field(json, "hint", error.hint().get());
        }
        if (error.context().isPresent()) {
            field(json, "context", error.context().get());
        }
    }

    /** A field with a number from 1 in it, or null. */
    static void numberOrNull(JsonGenerator json, String name, int number) throws IOException {
        if (number == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, number);
        }
    }

    /** Passwords in URLs hidden; half of a surrogate pair, which UTF-8 cannot hold, as a question mark. */
    static String of(String text) {
        String masked = Display.masked(text);
        boolean pairs = masked.chars().anyMatch(c -> Character.isSurrogate((char) c));
        return pairs ? new String(masked.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : masked;
    }

    /** JSON asks for less: DEL, the control characters behind it, and what turns the direction of text may stand as is. */
    private static final class Written extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7F] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            boolean spoken = (c >= 0x7F && c < 0xA0) || Display.isInvisible(c);
            return spoken ? new SerializedString("\\u%04x".formatted(c)) : null;
        }
    }
}
