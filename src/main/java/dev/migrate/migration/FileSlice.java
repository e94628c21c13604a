package dev.migrate.migration;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Some bytes in the middle of a file, as a stream. */
final class FileSlice extends FilterInputStream {
    private long left;

    private FileSlice(InputStream in, long left) {
        super(in);
        this.left = left;
    }

    static InputStream open(Path path, long from, long to) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            in.skipNBytes(from);
            return new FileSlice(in, to - from);
        } catch (EOFException e) {
            in.close();
            throw new IOException(path + " became shorter while it was read", e);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        int read = left == 0 ? -1 : super.read();
        left -= read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int read = super.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
