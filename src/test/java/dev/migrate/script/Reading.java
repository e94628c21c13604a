package dev.migrate.script;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Scripts read in all the ways that must make no difference, and what was found in them, in words. */
final class Reading {
    private Reading() {}

    static ScriptReader of(String script) {
        return ScriptReader.of(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
    }

    /** A reader with the smallest window, whose stream gives no more than so many bytes at a time. */
    static ScriptReader trickling(byte[] script, int atATime) {
        return trickling(script, atATime, CommentListener.NONE);
    }

    static ScriptReader trickling(byte[] script, int atATime, CommentListener comments) {
        return new ScriptReader(new Trickle(script, atATime), Position.START, true, comments, 1);
    }

    static List<Item> items(ScriptReader reader) throws IOException, UnterminatedException {
        var items = new ArrayList<Item>();
        for (Item item = reader.next(); item != null; item = reader.next()) {
            items.add(item);
        }
        return items;
    }

    static List<Item> items(String script) throws IOException, UnterminatedException {
        return items(of(script));
    }

    /** Kind and place of each item, and of the error where there is one. */
    static List<String> places(ScriptReader reader) throws IOException {
        var places = new ArrayList<String>();
        try {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                places.add("%s %d..%d at %d:%d"
                        .formatted(kind(item), item.start(), item.end(), item.line(), item.column()));
            }
        } catch (UnterminatedException e) {
            Position where = e.where();
            places.add("error %d at %d:%d".formatted(where.offset(), where.line(), where.column()));
        }
        return places;
    }

    /** Everything that a reader tells: items with their texts and rows, and the error. */
    static List<String> everything(ScriptReader reader) throws IOException {
        var all = new ArrayList<String>();
        try {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof CopyData data) {
                    String rows = new String(data.data().readAllBytes(), StandardCharsets.UTF_8);
                    all.add(data.toString() + data.end() + rows);
                } else {
                    all.add(item.toString());
                }
            }
        } catch (UnterminatedException e) {
            all.add(e.getMessage() + " " + e.where());
        }
        return all;
    }

    static String kind(Item item) {
        if (item instanceof Statement) {
            return "sql";
        }
        return item instanceof CopyData ? "copy-data" : "meta";
    }

    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream in;
        private final int atATime;

        Trickle(byte[] script, int atATime) {
            this.in = new ByteArrayInputStream(script);
            this.atATime = atATime;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return in.read(into, offset, Math.min(length, atATime));
        }
    }
}
