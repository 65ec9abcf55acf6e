package io.github.pgchime.wire;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One attempt to connect. It runs on a thread of its own, so that one deadline holds for all of it, the look-up of the
 * name included, and an interrupt ends the wait at once.
 */
final class Dial {

    private static final String REACHING_SOCKET = "reaching the socket";

    private final ConnectionOptions options;
    private final PgConnection.Role role;
    private final LongSupplier ticks;
    private final RandomGenerator random;
    private final Duration limit;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Link> open = Optional.empty();
    private boolean givenUp;
    private volatile String doing = "starting";

    /**
     * @param options with one host
     * @param limit how long it may take
     */
    Dial(
            ConnectionOptions options,
            PgConnection.Role role,
            LongSupplier ticks,
            RandomGenerator random,
            Duration limit) {
        this.options = options;
        this.role = role;
        this.ticks = ticks;
        this.random = random;
        this.limit = limit;
    }

    PgConnection connect() {
        FutureTask<PgConnection> attempt = new FutureTask<>(this::attempt);
        Thread.ofPlatform().daemon().name("pgchime-connect").start(attempt);
        try {
            return attempt.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(attempt);
            throw new ConnectionLostException(
                    "connecting to " + where() + " took longer than " + limitsName() + " (" + limit.toMillis()
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

    private String limitsName() {
        return limit.compareTo(options.connectTimeout()) < 0 ? "its share of connect_timeout" : "connect_timeout";
    }

    private RuntimeException asThrown(Throwable cause) {
        return switch (cause) {
            case UnknownHostException e ->
                new ConnectionLostException("host name \"" + options.host() + "\" is not known", e);
            case IOException e ->
                new ConnectionLostException("cannot connect to " + where() + aside() + ": " + e.getMessage(), e);
            case PgChimeException e -> e;
            case Error e -> throw e;
            case Throwable e -> new IllegalStateException("connecting failed unexpectedly", e);
        };
    }

    private PgConnection attempt() throws IOException {
        Link link =
                options.unixSocket().isPresent() ? reach(options.unixSocket().get()) : reach(addresses());
        Intake intake = new Intake(link.in(), ticks);
        doing = "negotiating TLS";
        Optional<Tls.Secured> tls = new Tls(options).upgrade(link, intake);
        InputStream in = tls.isPresent() ? tls.get().socket().getInputStream() : intake;
        OutputStream out = tls.isPresent() ? tls.get().socket().getOutputStream() : link.out();
        doing = "authenticating";
        FrameReader reader = new FrameReader(in);
        MessageStream stream = new MessageStream(reader, new FrameWriter(out));
        stream.send(new FrontendMessage.Startup(options.maxProtocolVersion(), startupParameters()));
        Optional<X509Certificate> certificate = tls.map(Tls.Secured::certificate);
        new Authentication(stream, options, certificate).run();
        reader.authenticated();
        doing = "waiting for the session to start";
        return new PgConnection(options, link, intake, stream, untilReady(stream), ticks);
    }

    private InetAddress[] addresses() throws UnknownHostException {
        doing = "looking up the name";
        InetAddress[] addresses = InetAddress.getAllByName(options.hostAddress().orElse(options.host()));
        if (options.loadBalanceHosts()) {
            Collections.shuffle(Arrays.asList(addresses), Random.from(random));
        }
        return addresses;
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
    Link reach(InetAddress... addresses) throws IOException {
        IOException failure = new IOException("the name has no address");
        int share = Math.toIntExact(Math.max(1, limit.toMillis() / addresses.length));
        for (int i = 0; i < addresses.length; i++) {
            InetAddress address = addresses[i];
            int most = i < addresses.length - 1 ? share : 0;
            doing = "reaching " + address.getHostAddress();
            Link link = Link.tcp(SocketChannel.open(), options.keepalives());
            try {
                register(link);
                long begun = ticks.getAsLong();
                link.channel().socket().connect(new InetSocketAddress(address, options.port()), most);
                link.answeredIn(ticks.getAsLong() - begun);
                if (role == PgConnection.Role.WALSENDER) {
                    link.narrowIfLocal();
                }
                return link;
            } catch (IOException e) {
                failure = e;
                link.closeHard();
            }
        }
        throw failure;
    }

    private Link reach(Path socket) throws IOException {
        doing = REACHING_SOCKET;
        Link link = Link.unix(SocketChannel.open(StandardProtocolFamily.UNIX));
        register(link);
        link.channel().connect(UnixDomainSocketAddress.of(socket));
        return link;
    }

    private void register(Link link) throws IOException {
        lock.lock();
        try {
            if (givenUp) {
                throw new IOException("given up");
            }
            open = Optional.of(link);
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
            open.ifPresent(Link::closeHard);
        } finally {
            lock.unlock();
        }
    }

    /** Whatever {@link #where} does not say already. */
    private String aside() {
        return doing.equals(REACHING_SOCKET) ? "" : " (" + doing + ")";
    }

    private String where() {
        return options.unixSocket()
                .map(socket -> "the unix socket " + socket)
                .orElseGet(() -> options.host() + " port " + options.port());
    }
}
