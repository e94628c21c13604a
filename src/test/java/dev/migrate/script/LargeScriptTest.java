package dev.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts that nobody wants to hold in memory: what is allocated on the way says whether somebody did. */
class LargeScriptTest {
    private static final long LARGE = 200_000_000;
    private static final long LITTLE = 2_000_000;

    @Test
    void the_rows_of_a_copy_pass_through() throws Exception {
        var reader = ScriptReader.of(script("COPY t FROM stdin;\n", "1\tsome row of a table\t\\N\n", "\\.\nSELECT 1;"));
        reader.next();
        var rows = (CopyData) reader.next();
        long before = allocated();

        long length = rows.data().transferTo(OutputStream.nullOutputStream());

        assertThat(length).isEqualTo(rows.end() - rows.start()).isGreaterThanOrEqualTo(LARGE);
        assertThat(allocated() - before).isLessThan(LITTLE);
        assertThat(((Statement) reader.next()).text()).isEqualTo("SELECT 1");
        assertThat(reader.next()).isNull();
    }

    @Test
    void a_single_statement_passes_where_texts_are_not_kept() throws Exception {
        var in = script("INSERT INTO t VALUES ", "('some text; and --', 1.5, null),\n ", "(2); SELECT 1;");
        var reader = ScriptReader.of(in, Position.START, false, CommentListener.NONE);

        long before = allocated();

        Item insert = reader.next();

        assertThat(allocated() - before).isLessThan(LITTLE);
        assertThat(insert.end() - insert.start()).isGreaterThanOrEqualTo(LARGE);
        assertThat(reader.next().start()).isEqualTo(insert.end() + 2);
        assertThat(reader.next()).isNull();
    }

    @Test
    void many_statements_pass_one_after_the_other() throws Exception {
        String statement = "INSERT INTO t (a, b) VALUES (1, 'some text; and --');\n";
        var reader = ScriptReader.of(script("", statement, ""));
        long count = 0;
        for (Item item = reader.next(); item != null; item = reader.next()) {
            count++;
        }

        assertThat(count).isEqualTo(LARGE / statement.length() + 1);
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static InputStream script(String head, String repeated, String tail) {
        return new SequenceInputStream(Collections.enumeration(
                List.of(bytes(head), new Repeated(repeated.getBytes(StandardCharsets.UTF_8), LARGE), bytes(tail))));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same bytes again and again, until there are at least so many. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private long left;
        private int at;

        Repeated(byte[] bytes, long atLeast) {
            this.bytes = bytes;
            this.left = (atLeast / bytes.length + 1) * bytes.length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int done = 0;
            while (done < length && left > 0) {
                int count = Math.min(length - done, bytes.length - at);
                System.arraycopy(bytes, at, into, offset + done, count);
                at = (at + count) % bytes.length;
                left -= count;
                done += count;
            }
            return done;
        }
    }
}
