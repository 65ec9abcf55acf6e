package io.github.pgchime.testkit.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A server on a random loopback port that plays a {@link Script} to each client. The start-up packet chooses the scripts;
 * of those the first connection gets the first, the next the second, and all further ones the last again. A connection for
 * which there is none is reset. Scripts may be added while it runs; safe for use by several threads.
 */
public final class ScriptedServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket listener;
    private final List<Casting> castings = new CopyOnWriteArrayList<>();
    private final Set<ClientStream> open = ConcurrentHashMap.newKeySet();
    private final Queue<Conversation> conversations = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Startup> startups = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private volatile Duration patience = PATIENCE;
    private volatile byte[] encryptionAnswer = {'N'};
    private volatile boolean closed;

    private ScriptedServer() throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** A server without scripts. */
    public static ScriptedServer start() {
        try {
            ScriptedServer server = new ScriptedServer();
            Thread.ofVirtual().name("scripted-accept").start(server::acceptAll);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Scripts for connections that ask for a walsender. */
    public ScriptedServer onReplication(Script... scripts) {
        return on(Startup::isReplication, scripts);
    }

    /** Scripts for connections that do not. */
    public ScriptedServer onOrdinary(Script... scripts) {
        return on(startup -> !startup.isReplication(), scripts);
    }

    /** Scripts for connections whose start-up packet is like this; of several that fit, the one added first. */
    public ScriptedServer on(Predicate<Startup> startup, Script... scripts) {
        castings.add(new Casting(startup, scripts));
        return this;
    }

    /** What the server says to a request for TLS or GSSAPI encryption; {@code N}, no, unless set. */
    public ScriptedServer encryptionAnswer(byte... answer) {
        encryptionAnswer = answer.clone();
        return this;
    }

    /** How long a step waits for the client; ten seconds unless set. */
    public ScriptedServer patience(Duration limit) {
        patience = limit;
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** A libpq URL, without a password. */
    public String url() {
        return "postgresql://tester@127.0.0.1:" + port() + "/scripted?sslmode=disable";
    }

    /** The start-up packets so far. */
    public List<Startup> startups() {
        return List.copyOf(startups);
    }

    /** The queries so far, of all connections, in the order in which they came. */
    public List<String> queries() {
        return List.copyOf(queries);
    }

    /** How many connections are open now. */
    public int connections() {
        return open.size();
    }

    /**
     * Waits until every script was played up to its end or to an open-ended step.
     *
     * @throws AssertionError if a step failed, or if a script was never played
     */
    public void verify() {
        long start = System.nanoTime();
        while (failures.isEmpty() && !isSettled()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                failures.add(new ScriptFailure("after " + patience + " some scripts were not played to their end: "
                        + castings.stream().mapToInt(Casting::unplayed).sum() + " never began; start-ups: "
                        + startups));
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        rethrow();
    }

    private boolean isSettled() {
        return castings.stream().allMatch(casting -> casting.unplayed() == 0)
                && conversations.stream().allMatch(Conversation::isSettled);
    }

    private void rethrow() {
        List<Throwable> all = new ArrayList<>();
        for (Throwable failure = failures.poll(); failure != null; failure = failures.poll()) {
            all.add(failure);
        }
        if (!all.isEmpty()) {
            AssertionError error = new AssertionError(all.getFirst().getMessage(), all.getFirst());
            all.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }

    private void acceptAll() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().name("scripted-client").start(() -> serve(socket));
            } catch (IOException stopped) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (ClientStream client = new ClientStream(socket)) {
            open.add(client);
            try {
                if (closed) {
                    return;
                }
                client.timeout(patience);
                Optional<Startup> startup = client.startup(encryptionAnswer);
                startup.ifPresent(packet -> play(packet, client));
            } finally {
                open.remove(client);
            }
        } catch (IOException | ScriptFailure e) {
            if (!closed) {
                failures.add(e);
            }
        }
    }

    private void play(Startup startup, ClientStream client) {
        Optional<Casting> casting =
                castings.stream().filter(each -> each.fits(startup)).findFirst();
        if (casting.isEmpty()) {
            startups.add(startup);
            client.reset();
            return;
        }
        Conversation conversation = new Conversation(client, startup, patience, queries::add);
        conversations.add(conversation);
        startups.add(startup);
        try {
            conversation.play(casting.get().next());
        } catch (ScriptFailure e) {
            if (!closed) {
                failures.add(e);
            }
        } finally {
            conversation.settle();
        }
    }

    /**
     * Ends all connections.
     *
     * @throws AssertionError if a step failed before
     */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(ClientStream::reset);
        rethrow();
    }
}
