package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session used both ways at once: one thread reads whatever comes, others run commands. Made by
 * {@link PgConnection#duplex()}.
 *
 * <p>Answers come in the order of the commands, so a queue is all it takes to tell whose is whose. Nobody but the
 * reading thread reads: a command is answered only while that thread is in {@link #next}. When reading ends, for
 * whatever reason, the session is closed, and every command under way or still to come fails with that reason at once.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">PostgreSQL:
 *     pipelining</a>
 */
public final class Duplex {

    private final PgConnection connection;
    private final MessageStream stream;

    /** Whoever has it sends: the order of the queue is that of the wire. Reading never takes it. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Queue<Command> pending = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<PgChimeException> end = new CompletableFuture<>();

    /** The first error in the answer that is being read. */
    private Optional<PgChimeException> error = Optional.empty();

    Duplex(PgConnection connection, MessageStream stream, Intake intake, Gathering gathering) {
        this.connection = connection;
        this.stream = stream;
        intake.pace((lastRead, away) -> {
            // Nobody waits for a notification as one does for an answer.
            if (pending.isEmpty()) {
                gathering.accept(lastRead);
            }
        });
    }

    /** The process that serves the session. */
    public int backendPid() {
        return connection.backendPid();
    }

    /**
     * Runs one simple query, of one statement or several, whose rows are of no interest, and returns once the reading
     * thread has seen the end of its answer. For any thread but that one, many at once: a command is sent without
     * waiting for the answers to those before it.
     *
     * <p>A command that is given up by an interrupt may have been run, or be run yet. If the interrupt hits the
     * thread in the middle of a message, the session ends: Java closes the socket.
     *
     * @throws ServerException if the server reports an error; the session stays usable unless it was fatal
     * @throws ConnectionLostException if the session ends before the answer, or the thread is interrupted, which it
     *     stays; what is then still to come in answer is read past
     * @throws ConfigException if the text holds a NUL; nothing was sent
     */
    public void execute(String sql) {
        Command command = new Command();
        try {
            send(command, sql);
            command.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while a command was under way", e);
        }
    }

    private void send(Command command, String sql) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            pending.add(command);
            stream.send(new FrontendMessage.Query(sql));
        } catch (IOException e) {
            // Not the end yet: that comes to the reading thread, with what the server said last and why it went.
            pending.remove(command);
            command.over(Optional.of(end.getNow(connection.lost(e))));
        } catch (RuntimeException | Error e) {
            pending.remove(command);
            throw e;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Waits for the next notification, and hands the answers that come before it to those who wait for them. For one
     * thread, again and again.
     *
     * @throws ServerException if the server ends the session with an error
     * @throws ConnectionLostException if the session ends in any other way
     * @throws ProtocolException if the server sends what has no place, an answer to no command included
     */
    public BackendMessage.NotificationResponse next() {
        if (end.isDone()) {
            throw end.join();
        }
        try {
            return read();
        } catch (IOException e) {
            throw endWith(connection.lost(e));
        } catch (PgChimeException e) {
            throw endWith(e);
        } catch (RuntimeException | Error e) {
            endWith(new ConnectionLostException("reading from the server failed: " + e, e));
            throw e;
        }
    }

    private BackendMessage.NotificationResponse read() throws IOException {
        while (true) {
            try {
                switch (stream.nextOrNotification()) {
                    case BackendMessage.NotificationResponse notification -> {
                        return notification;
                    }
                    case BackendMessage.RowDescription columns -> requirePending(columns);
                    case BackendMessage.DataRow row -> requirePending(row);
                    case BackendMessage.CommandComplete done -> requirePending(done);
                    case BackendMessage.EmptyQueryResponse nothing -> requirePending(nothing);
                    case BackendMessage.ReadyForQuery ready -> answered(ready);
                    case BackendMessage other ->
                        throw PgConnection.unexpected(other, "a notification or the result of a query");
                }
            } catch (ServerException e) {
                failed(e);
            }
        }
    }

    private void failed(ServerException e) {
        if (e.error().isFatal()) {
            throw e;
        }
        if (pending.isEmpty()) {
            throw new ProtocolException("the server reports an error where no command is under way: " + e.error(), e);
        }
        error = error.or(() -> Optional.of(e));
    }

    private void answered(BackendMessage.ReadyForQuery ready) {
        Command command = Optional.ofNullable(pending.poll()).orElseThrow(() -> strayed(ready));
        Optional<PgChimeException> failure = error;
        error = Optional.empty();
        command.over(failure);
    }

    private void requirePending(BackendMessage answer) {
        if (pending.isEmpty()) {
            throw strayed(answer);
        }
    }

    private static ProtocolException strayed(BackendMessage answer) {
        return PgConnection.unexpected(answer, "a notification, as no command is under way");
    }

    /** Closes the socket, hard and at once, as {@link PgConnection#abort}; releases everybody. */
    public void abort() {
        endWith(new ConnectionLostException(PgConnection.CLOSED_HERE));
    }

    /** Of several reasons the first one counts, which it returns. */
    private PgChimeException endWith(PgChimeException reason) {
        end.complete(reason);
        // In this order nobody is left behind: who could still send is in the queue, who could not knows the reason.
        connection.abort();
        Optional<PgChimeException> first = Optional.of(end.join());
        for (Command next = pending.poll(); next != null; next = pending.poll()) {
            next.over(first);
        }
        return end.join();
    }
}
