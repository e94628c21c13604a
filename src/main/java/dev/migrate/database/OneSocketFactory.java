package dev.migrate.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * Gives one socket while a connection is being opened: where TLS fails under {@code sslmode=prefer}, the driver would
 * open another and go on in plain text. Once the connection is open, a request to cancel may have a socket, too.
 *
 * <p>The driver makes it by its name and hands it one word, by which its attempt is known.
 */
public final class OneSocketFactory extends SocketFactory {
    private static final Map<String, AtomicInteger> OPENING = new ConcurrentHashMap<>();

    private final String attempt;

    public OneSocketFactory(String attempt) {
        this.attempt = attempt;
    }

    /** From now on this attempt has one socket. */
    static void begin(String attempt) {
        OPENING.put(attempt, new AtomicInteger());
    }

    /** It came to its end, one way or the other. */
    static void end(String attempt) {
        OPENING.remove(attempt);
    }

    @Override
    public Socket createSocket() throws IOException {
        AtomicInteger sockets = OPENING.get(attempt);
        if (sockets != null && sockets.incrementAndGet() > 1) {
            throw new IOException("no second connection is made in plain text where the first one failed");
        }
        return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("the driver connects sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostName(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host.getHostName(), port);
    }
}
