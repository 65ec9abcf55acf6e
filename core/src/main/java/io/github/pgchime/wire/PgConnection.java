package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A session with a PostgreSQL server: simple queries, and the CopyBoth of a walsender.
 *
 * <p>One thread at a time reads ({@link #query}, {@link #nextCopyData}); {@link #sendCopyData}, {@link #abort} and the
 * accessors are for any thread. A session usually has one end, {@link #abort}, the same one a crash takes: PostgreSQL drops
 * whatever belongs to it. An interrupt of a thread that reads or sends, platform or virtual, ends the session too: the
 * call fails with a {@link ConnectionLostException}, and the thread stays interrupted.
 */
public final class PgConnection implements AutoCloseable {

    /** What a session is for. */
    public enum Role {
        /** Ordinary SQL. */
        ORDINARY,
        /** A logical walsender, which takes replication commands and SQL ({@code replication=database}). */
        WALSENDER
    }

    static final String CLOSED_HERE = "the connection was closed on this side";

    private final ConnectionOptions options;
    private final Link link;
    private final Intake intake;
    private final MessageStream stream;
    private final int backendPid;
    private final LongSupplier ticks;

    /** Made once: it is asked for every row. */
    private final Exchange<WireReader> copyData = this::copyData;

    private volatile boolean aborted;

    PgConnection(
            ConnectionOptions options,
            Link link,
            Intake intake,
            MessageStream stream,
            int backendPid,
            LongSupplier ticks) {
        this.ticks = ticks;
        this.options = options;
        this.link = link;
        this.intake = intake;
        this.stream = stream;
        this.backendPid = backendPid;
    }

    /**
     * Opens a session with the first of the hosts that will do, within {@link ConnectionOptions#connectTimeout()}, from the
     * look-up of the name to the server's first ReadyForQuery. An interrupt ends it at once.
     *
     * @param ticks nanoseconds from anywhere, by which {@link #silence} is measured
     * @throws ConfigException if the server cannot be talked to as the options want it
     * @throws ServerException if the server refuses
     * @throws ConnectionLostException if nothing answers in time, or the thread was interrupted
     */
    public static PgConnection open(ConnectionOptions options, Role role, LongSupplier ticks) {
        return new HostSearch(options, role, ticks, RandomGenerator.getDefault()).connect();
    }

    public ConnectionOptions options() {
        return options;
    }

    /** The process that serves the session. */
    public int backendPid() {
        return backendPid;
    }

    /** A setting that the server reports, such as {@code server_version} or {@code server_encoding}. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(stream.parameters().get(name));
    }

    /** The server's major version, such as 18. */
    public int majorVersion() {
        String version = parameter("server_version").orElse("");
        int end = 0;
        while (end < version.length() && Character.isDigit(version.charAt(end))) {
            end++;
        }
        if (end == 0 || end > 4) {
            throw new ProtocolException(
                    "the server reports the version \"" + version + "\"; expected one such as 18.1");
        }
        return Integer.parseInt(version.substring(0, end));
    }

    /** Hands every notification to {@code receiver}, on the reading thread. */
    public void onNotification(Consumer<BackendMessage.NotificationResponse> receiver) {
        stream.onNotification(receiver);
    }

    /** For how long a thread has been waiting here for the server's next byte; zero while none is. */
    public Duration silence() {
        return Duration.ofNanos(intake.waitingNanos());
    }

    /**
     * Runs one simple query and returns its rows; of several statements, those of all.
     *
     * @throws ServerException if the server reports an error; the session stays usable unless it was fatal
     * @throws ProtocolException if the answer is none; the session is then closed
     */
    public List<Row> query(String sql) {
        long begun = ticks.getAsLong();
        List<Row> rows = guarded(() -> {
            stream.send(new FrontendMessage.Query(sql));
            return readResult();
        });
        link.answeredIn(ticks.getAsLong() - begun);
        return rows;
    }

    /**
     * Runs one simple query whose result is one row.
     *
     * @throws ProtocolException if it is not
     */
    public Row queryRow(String sql) {
        List<Row> rows = query(sql);
        if (rows.size() != 1) {
            throw new ProtocolException("expected one row, not " + rows.size() + ", in answer to: " + sql);
        }
        return rows.getFirst();
    }

    private List<Row> readResult() throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> columns = List.of();
        Optional<ServerException> failure = Optional.empty();
        while (true) {
            try {
                switch (stream.next()) {
                    case BackendMessage.RowDescription(var names) -> columns = names;
                    case BackendMessage.DataRow(var values) -> rows.add(new Row(columns, values));
                    case BackendMessage.CommandComplete(var tag) -> columns = List.of();
                    case BackendMessage.EmptyQueryResponse() -> {}
                    case BackendMessage.ReadyForQuery ready -> {
                        if (failure.isPresent()) {
                            throw failure.get();
                        }
                        return rows;
                    }
                    case BackendMessage other -> throw unexpected(other, "the result of a query");
                }
            } catch (ServerException e) {
                if (failure.isPresent() || e.error().isFatal()) {
                    throw failure.orElse(e);
                }
                failure = Optional.of(e);
            } catch (IOException | ConnectionLostException e) {
                if (failure.isPresent()) {
                    throw failure.get();
                }
                throw e;
            }
        }
    }

    /**
     * Sends a command that ends in streaming, and returns once the server has switched to it.
     *
     * @param keptOfEach how many bytes of each CopyData are of interest; the rest is not kept in memory
     * @throws ServerException if the server refuses; the session stays usable unless it was fatal
     */
    public void startCopyBoth(String command, int keptOfEach) {
        guarded(() -> {
            stream.send(new FrontendMessage.Query(command));
            BackendMessage answer = firstAnswer();
            if (!(answer instanceof BackendMessage.CopyBothResponse)) {
                throw unexpected(answer, "CopyBothResponse");
            }
            stream.frames().keepOfCopyData(keptOfEach);
            if (link.isTcp()) {
                intake.pace(new Gulping(ticks, LockSupport::parkNanos, link::narrow));
            }
            return answer;
        });
    }

    /** Another pace than the stream's own, from now on. */
    void pace(Intake.Pace pace) {
        intake.pace(pace);
    }

    private BackendMessage firstAnswer() throws IOException {
        try {
            return stream.next();
        } catch (ServerException e) {
            if (!e.error().isFatal()) {
                readResult();
            }
            throw e;
        }
    }

    /**
     * Waits for the next CopyData and returns a view of its content, valid until the next call.
     *
     * @throws ServerException if the server ends the stream with an error
     * @throws ConnectionLostException if it ends in any other way, among them the server's own orderly shutdown
     * @throws ProtocolException if the server sends what has no place in a stream; the session is then closed
     */
    public WireReader nextCopyData() {
        return guarded(copyData);
    }

    /** Whether the next CopyData is here, so that {@link #nextCopyData} will not wait for it. For the reading thread. */
    public boolean hasCopyData() {
        return stream.frames().hasCopyData();
    }

    /** How many bytes of the last CopyData were not kept. For the reading thread. */
    public int cutOff() {
        return stream.frames().unread();
    }

    private WireReader copyData() throws IOException {
        char type = stream.nextType();
        return switch (type) {
            case 'd' -> stream.frames().body();
            // A walsender that shuts down says CommandComplete without CopyDone (WalSndDone in walsender.c).
            case 'c', 'C' -> throw new ConnectionLostException("the server ended the replication stream");
            default ->
                throw new ProtocolException(
                        "expected CopyData in a replication stream, not " + BackendMessage.nameOf(type));
        };
    }

    /** Sends one CopyData; it may wait for another sender, and for the socket, but never for a reader. */
    public void sendCopyData(FrontendMessage.CopyData data) {
        guarded(() -> {
            stream.send(data);
            return data;
        });
    }

    /** Tells the server that the session is over; it ends once it has read what was sent before. */
    public void sendTerminate() {
        guarded(() -> {
            FrontendMessage message = new FrontendMessage.Terminate();
            stream.send(message);
            return message;
        });
    }

    /**
     * Gives the session over to be used both ways at once. From then on neither {@link #query} nor anything else here
     * that reads or sends may be called, and {@link Duplex#abort} takes the place of {@link #abort}, which would release
     * no command before somebody reads.
     */
    public Duplex duplex() {
        return new Duplex(this, stream, intake, new Gathering(ticks, LockSupport::parkNanos));
    }

    /** Closes the socket, hard and at once; whoever waits on it gets a {@link ConnectionLostException}. */
    public void abort() {
        aborted = true;
        link.closeHard();
    }

    public boolean isAborted() {
        return aborted;
    }

    /** As {@link #abort}. */
    @Override
    public void close() {
        abort();
    }

    private interface Exchange<T> {
        T run() throws IOException;
    }

    private <T> T guarded(Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (IOException e) {
            throw lost(e);
        } catch (ProtocolException e) {
            // Where the next message begins is no longer known.
            abort();
            throw e;
        }
    }

    ConnectionLostException lost(IOException e) {
        return new ConnectionLostException(whyLost(e), e);
    }

    /** But for {@link #abort}, it is an interrupt that has Java close the socket on this side. */
    private String whyLost(IOException e) {
        if (aborted) {
            return CLOSED_HERE;
        }
        if (Thread.currentThread().isInterrupted() && !link.isOpen()) {
            return "interrupted while talking to the server, which ended the connection";
        }
        return e instanceof ClosedChannelException
                ? "the connection was closed when another thread was interrupted in it"
                : "the connection broke: " + e.getMessage();
    }

    static ProtocolException unexpected(BackendMessage message, String expected) {
        return new ProtocolException(
                "expected " + expected + ", not " + message.getClass().getSimpleName());
    }
}
