package io.github.pgchime.wire;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * One attempt to connect. It runs on a thread of its own, so that one deadline holds for all of it, the look-up of the
 * name included, and an interrupt ends the wait at once.
 */
final class Dial {

    private static final System.Logger LOG = System.getLogger(Dial.class.getName());

    private final ConnectionOptions options;
    private final PgConnection.Role role;
    private final LongSupplier ticks;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Socket> open = Optional.empty();
    private boolean givenUp;
    private volatile String doing = "starting";

    Dial(ConnectionOptions options, PgConnection.Role role, LongSupplier ticks) {
        this.options = options;
        this.role = role;
        this.ticks = ticks;
    }

    PgConnection connect() {
        Duration timeout = options.connectTimeout();
        FutureTask<PgConnection> attempt = new FutureTask<>(this::attempt);
        Thread.ofPlatform().daemon().name("pgchime-connect").start(attempt);
        try {
            return attempt.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(attempt);
            throw new ConnectionLostException(
                    "connecting to " + where() + " took longer than connect_timeout (" + timeout.toMillis()
                            + " ms), while " + doing,
                    e);
        } catch (InterruptedException e) {
            giveUp(attempt);
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while " + doing, e);
        } catch (ExecutionException e) {
            giveUp(attempt);
            throw asThrown(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private RuntimeException asThrown(Throwable cause) {
        return switch (cause) {
            case UnknownHostException e ->
                new ConnectionLostException("host name \"" + options.host() + "\" is not known", e);
            case IOException e ->
                new ConnectionLostException("cannot connect to " + where() + " (" + doing + "): " + e.getMessage(), e);
            case PgChimeException e -> e;
            case Error e -> throw e;
            case Throwable e -> new IllegalStateException("connecting failed unexpectedly", e);
        };
    }

    private PgConnection attempt() throws IOException {
        doing = "looking up the name";
        InetAddress[] addresses = InetAddress.getAllByName(options.host());
        Socket plain = reach(addresses);
        doing = "negotiating TLS";
        Optional<Tls.Secured> tls = new Tls(options).upgrade(plain);
        Socket socket = tls.<Socket>map(Tls.Secured::socket).orElse(plain);
        doing = "authenticating";
        FrameReader reader = new FrameReader(socket.getInputStream(), ticks);
        MessageStream stream = new MessageStream(reader, new FrameWriter(socket.getOutputStream()));
        stream.send(new FrontendMessage.Startup(startupParameters()));
        Optional<X509Certificate> certificate = tls.map(Tls.Secured::certificate);
        new Authentication(stream, options, certificate).run();
        reader.authenticated();
        doing = "waiting for the session to start";
        return new PgConnection(options, plain, stream, untilReady(stream), ticks);
    }

    private Map<String, String> startupParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", options.user());
        parameters.put("database", options.database());
        parameters.put("application_name", options.applicationName());
        parameters.put("client_encoding", "UTF8");
        parameters.put("standard_conforming_strings", "on");
        options.options().ifPresent(extra -> parameters.put("options", extra));
        if (role == PgConnection.Role.WALSENDER) {
            parameters.put("replication", "database");
        }
        return parameters;
    }

    private static int untilReady(MessageStream stream) throws IOException {
        OptionalInt pid = OptionalInt.empty();
        while (true) {
            switch (stream.next()) {
                case BackendMessage.BackendKeyData key -> pid = OptionalInt.of(key.pid());
                case BackendMessage.NegotiateProtocolVersion older -> {}
                case BackendMessage.ReadyForQuery ready -> {
                    return pid.orElseThrow(() -> new ProtocolException("the session started without BackendKeyData"));
                }
                case BackendMessage other ->
                    throw new ProtocolException("expected the start of a session, not "
                            + other.getClass().getSimpleName());
            }
        }
    }

    /** Each address but the last has its share of the time, so that one that is dead does not hide the next. */
    Socket reach(InetAddress... addresses) throws IOException {
        IOException failure = new IOException("the name has no address");
        int share = Math.toIntExact(Math.max(1, options.connectTimeout().toMillis() / addresses.length));
        for (int i = 0; i < addresses.length; i++) {
            InetAddress address = addresses[i];
            int limit = i < addresses.length - 1 ? share : 0;
            doing = "reaching " + address.getHostAddress();
            Socket socket = new Socket();
            try {
                register(socket);
                socket.setTcpNoDelay(true);
                socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                socket.connect(new InetSocketAddress(address, options.port()), limit);
                return socket;
            } catch (IOException e) {
                failure = e;
                closeHard(socket);
            }
        }
        throw failure;
    }

    private void register(Socket socket) throws IOException {
        lock.lock();
        try {
            if (givenUp) {
                throw new IOException("given up");
            }
            open = Optional.of(socket);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the attempt wherever it stands: in the socket, or in a password supplier, which is interrupted. */
    private void giveUp(FutureTask<PgConnection> attempt) {
        attempt.cancel(true);
        lock.lock();
        try {
            givenUp = true;
            open.ifPresent(Dial::closeHard);
        } finally {
            lock.unlock();
        }
    }

    /** Closes with a reset: no goodbye in any layer, nothing that could wait. */
    static void closeHard(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.TRACE, "closing a socket that is closed already", e);
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.TRACE, "closing a socket", e);
        }
    }

    private String where() {
        return options.host() + " port " + options.port();
    }
}
