package dev.migrate.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A Unix socket in the shape that the driver asks for. Java has Unix sockets as channels only, and a channel has no
 * read timeout, so it is made non-blocking and waited for with selectors: one a direction, so that a reader never
 * keeps a writer waiting.
 */
final class UnixSocket extends Socket {
    private static final int BUFFER = 64 * 1024;

    private final Path path;
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private volatile int timeout;

    UnixSocket(Path path) throws IOException {
        this.path = path;
        this.channel = SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        // Some systems give 8 KiB, and a flight of messages has to fit in while nobody reads.
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 2 * BUFFER);
        this.readable = Selector.open();
        this.writable = Selector.open();
    }

    /** The socket of the server that listens in a folder. */
    static Path in(String folder, String port) {
        return Path.of(folder, ".s.PGSQL." + port);
    }

    @Override
    public void connect(SocketAddress ignored, int milliseconds) throws IOException {
        try {
            // On one machine a connection is there or refused at once.
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException refused) {
            throw new IOException("no server listens on the socket " + path + ": " + refused.getMessage(), refused);
        }
        channel.configureBlocking(false);
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                var buffer = ByteBuffer.wrap(bytes, from, length);
                int count = channel.read(buffer);
                while (count == 0 && length > 0) {
                    await(readable, timeout);
                    count = channel.read(buffer);
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                var buffer = ByteBuffer.wrap(bytes, from, length);
                while (buffer.hasRemaining()) {
                    if (channel.write(buffer) == 0) {
                        await(writable, 0);
                    }
                }
            }
        };
    }

    private static void await(Selector selector, int milliseconds) throws IOException {
        try {
            int ready = selector.select(milliseconds);
            selector.selectedKeys().clear();
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the server");
            }
            if (ready == 0 && milliseconds > 0) {
                throw new SocketTimeoutException("no answer within " + milliseconds + " ms");
            }
        } catch (java.nio.channels.ClosedSelectorException closed) {
            throw new IOException("socket closed", closed);
        }
    }

    @Override
    public synchronized void setSoTimeout(int milliseconds) {
        timeout = milliseconds;
    }

    @Override
    public synchronized int getSoTimeout() {
        return timeout;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public synchronized void close() throws IOException {
        try (channel;
                readable;
                writable) {
            channel.close(); // before the selectors, which would otherwise wake a reader first
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    // What follows is about TCP, and has no meaning here.

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public boolean getKeepAlive() {
        return false;
    }

    @Override
    public synchronized void setSendBufferSize(int size) {}

    @Override
    public synchronized int getSendBufferSize() {
        return BUFFER;
    }

    @Override
    public synchronized void setReceiveBufferSize(int size) {}

    @Override
    public synchronized int getReceiveBufferSize() {
        return BUFFER;
    }
}
