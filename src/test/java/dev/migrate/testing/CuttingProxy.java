package dev.migrate.testing;

import dev.migrate.database.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Stands between a client and a server, passes bytes, and does something to the first connection when so many have
 * passed, in both directions together. Connections after the first are passed unharmed.
 */
public final class CuttingProxy implements AutoCloseable {
    /** What it does to the connection. */
    public enum Cut {
        /** Nothing but the action. */
        NONE,
        BOTH_WAYS,
        /** The server hears no more; what it says still comes through. */
        TO_SERVER,
        /** The client hears the end; what it says still comes through. */
        TO_CLIENT,
        /** All goes to the server, nothing comes back; cut when the server is ready for more: COMMIT's lost answer. */
        SWALLOWED_ANSWER
    }

    private static final int SILENCE_MS = 300;

    private final ServerSocket listener;
    private final Supplier<InetSocketAddress> server;
    private final List<Socket> open = new ArrayList<>();
    private final Object lock = new Object();
    private List<Socket> first = List.of();
    private long cutAt = Long.MAX_VALUE;
    private long delayMicros;
    private boolean delaying;
    private Cut cut = Cut.NONE;
    private Runnable action = () -> {};
    private boolean taken;
    private boolean fired;
    private long passed;

    /** In front of a server on this machine, whose port may change. */
    public CuttingProxy(IntSupplier port) {
        this(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt()));
    }

    /** In front of the server of a target. */
    public CuttingProxy(Target target) {
        this(() -> new InetSocketAddress(target.host(), target.port()));
    }

    private CuttingProxy(Supplier<InetSocketAddress> server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        thread("proxy", this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From now on the next connection is the one; nothing of it passes while the action is done. */
    public void arm(long afterBytes, Cut how, Runnable doing) {
        arm(afterBytes, 0, how, doing);
    }

    /** The same, so many microseconds after these bytes have passed, in which all goes on: the server may be at work then. */
    public void arm(long afterBytes, long micros, Cut how, Runnable doing) {
        synchronized (lock) {
            cutAt = afterBytes;
            delayMicros = micros;
            delaying = false;
            cut = how;
            action = doing;
            taken = false;
            fired = false;
            passed = 0;
        }
    }

    /** Cuts the connection at this moment, or swallows the answer to what is sent next. */
    public void cutNow(Cut how) {
        synchronized (lock) {
            cut = how;
            fired = true;
            closeBothWays();
        }
    }

    private void closeBothWays() {
        if (cut == Cut.BOTH_WAYS) {
            first.forEach(CuttingProxy::close);
        }
    }

    /** How many bytes of that connection have passed. */
    public long passed() {
        synchronized (lock) {
            return passed;
        }
    }

    public boolean fired() {
        synchronized (lock) {
            return fired;
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connect(client);
            } catch (IOException closing) {
                return;
            }
        }
    }

    @SuppressWarnings("resource") // closed by the pumps, and at the end
    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            InetSocketAddress address = this.server.get();
            server = new Socket(address.getAddress(), address.getPort());
        } catch (IOException down) {
            client.close();
            return;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        boolean counted;
        synchronized (lock) {
            open.add(client);
            open.add(server);
            counted = !taken;
            taken = true;
            if (counted) {
                first = List.of(client, server);
            }
        }
        thread("proxy to the server", () -> pump(client, server, true, counted));
        thread("proxy to the client", () -> pump(server, client, false, counted));
    }

    private void pump(Socket from, Socket to, boolean toServer, boolean counted) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!counted) {
                    out.write(buffer, 0, n);
                    continue;
                }
                int pass = count(n);
                boolean over = pass < 0;
                if (over) {
                    pass = 0;
                } else {
                    out.write(buffer, 0, pass);
                    over = fires(pass < n);
                }
                if (over && !goOn(from, to, buffer, pass, n, toServer)) {
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private void fireLater() {
        long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(delayMicros);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        synchronized (lock) {
            fired = true;
            action.run();
            closeBothWays();
        }
    }

    /** How many of so many bytes may pass; negative where the cut is behind us. */
    private int count(int n) {
        synchronized (lock) {
            if (fired) {
                return -1;
            }
            int pass = delayMicros > 0 ? n : (int) Math.min(n, Math.max(0, cutAt - passed));
            passed += pass;
            return pass;
        }
    }

    /** Whether this is the moment, or it came just now for the other direction and something is left of this chunk. */
    private boolean fires(boolean left) {
        synchronized (lock) {
            if (fired || passed < cutAt) {
                return fired && left;
            }
            if (delayMicros > 0) {
                if (!delaying) {
                    delaying = true;
                    thread("proxy, cutting later", this::fireLater);
                }
                return false;
            }
            fired = true;
            action.run();
            return true;
        }
    }

    /** Behind the cut, in one direction. */
    private boolean goOn(Socket from, Socket to, byte[] buffer, int pass, int n, boolean toServer) throws IOException {
        switch (cut) {
            case NONE -> to.getOutputStream().write(buffer, pass, n - pass);
            case BOTH_WAYS -> {
                close(from);
                close(to);
                return false;
            }
            case TO_SERVER -> {
                if (toServer) {
                    to.shutdownOutput();
                    return false;
                }
                to.getOutputStream().write(buffer, pass, n - pass);
            }
            case TO_CLIENT -> {
                if (!toServer) {
                    to.shutdownOutput();
                    from.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return false;
                }
                to.getOutputStream().write(buffer, pass, n - pass);
            }
            case SWALLOWED_ANSWER -> {
                if (!toServer) {
                    swallow(from, buffer, n);
                    close(from);
                    close(to);
                    return false;
                }
                to.getOutputStream().write(buffer, pass, n - pass);
            }
        }
        return true;
    }

    /** Until the server is ready for the next query, or waits for rows of a COPY. */
    private static void swallow(Socket server, byte[] buffer, int length) throws IOException {
        server.setSoTimeout(SILENCE_MS);
        int n = length;
        try {
            while (n >= 0 && !readyForQuery(buffer, n)) {
                n = server.getInputStream().read(buffer);
            }
        } catch (SocketTimeoutException waiting) {
            // It waits for the client.
        }
    }

    private static boolean readyForQuery(byte[] buffer, int n) {
        return n >= 6
                && buffer[n - 6] == 'Z'
                && buffer[n - 5] == 0
                && buffer[n - 4] == 0
                && buffer[n - 3] == 0
                && buffer[n - 2] == 5;
    }

    private static void thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException gone) {
            // It is closed.
        }
        synchronized (lock) {
            open.forEach(CuttingProxy::close);
        }
    }
}
