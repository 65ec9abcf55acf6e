package io.github.pgchime.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server on a loopback port of its own, and does to the wire what networks do. Safe for use
 * by several threads; every method takes effect at once, on connections that are open as well.
 */
public final class FaultProxy implements AutoCloseable {

    private volatile InetSocketAddress target;
    private final ServerSocket listener;
    private final FaultGate gate = new FaultGate();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean refusing;

    private FaultProxy(String host, int target) throws IOException {
        this.target = new InetSocketAddress(host, target);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** A proxy that forwards to the target, without faults so far. */
    public static FaultProxy to(String host, int port) {
        try {
            FaultProxy proxy = new FaultProxy(host, port);
            Thread.ofVirtual().name("proxy-accept").start(proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy in front of a server. */
    public static FaultProxy to(PostgresServer server) {
        return to(server.host(), server.port());
    }

    /** Leads to another server from the next connection on, as an address does that was given to it. */
    public void redirect(PostgresServer server) {
        target = new InetSocketAddress(server.host(), server.port());
    }

    /** Where clients connect, on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** A libpq URL that leads through this proxy: the given one with another host and port. */
    public String url(String direct) {
        return direct.replaceFirst("(://(?:[^/@]*@)?)[^/?]*", "$1127.0.0.1:" + port());
    }

    /** Holds everything back, both ways and ends of stream too; sockets stay open. Nothing held is lost. */
    public void blackhole() {
        gate.shut();
    }

    /** Ends {@link #blackhole()}: what was held back arrives. */
    public void resume() {
        gate.open();
    }

    /** Resets every open connection, on both sides. */
    public void cut() {
        open.forEach(ProxiedConnection::reset);
        gate.wake();
    }

    /** Resets new connections as soon as they are made (the port itself stays taken), or lets them through again. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /**
     * Lets exactly so many more bytes pass to clients, counted over all connections, then ends the connection on which the
     * last one went: the client reads them all and then the end of the stream. Zero ends the connection on which the next
     * byte is due. Happens once per call.
     */
    public void cutAfter(long bytes) {
        gate.allow(bytes);
    }

    /** Delays every chunk, each way, from now on; zero ends it. */
    public void delay(Duration perChunk) {
        gate.delay(perChunk);
    }

    /** How many connections are open now. */
    public int connections() {
        return open.size();
    }

    /** How many connections were ever let through. */
    public long accepted() {
        return accepted.get();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("proxy-connect").start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        if (refusing) {
            ProxiedConnection.reset(client);
            return;
        }
        try {
            ProxiedConnection connection =
                    new ProxiedConnection(client, new Socket(target.getAddress(), target.getPort()), gate);
            accepted.incrementAndGet();
            open.add(connection);
            try {
                connection.forward();
            } finally {
                open.remove(connection);
            }
        } catch (IOException unreachable) {
            ProxiedConnection.reset(client);
        }
    }

    /** Resets what is open and frees the port. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gate.open();
        cut();
    }
}
