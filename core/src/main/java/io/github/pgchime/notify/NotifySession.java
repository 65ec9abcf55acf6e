package io.github.pgchime.notify;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import java.util.Collection;

/**
 * One session with the server, for LISTEN and NOTIFY. Channels come valid: 1 to 63 bytes of UTF-8 without NUL; an
 * implementation quotes them.
 *
 * <p>One thread calls {@link #next} again and again for as long as the session lives; all else is for any thread, many
 * at once, and may rely on that reader. Every method throws a {@link ConnectionLostException} once the session is over,
 * and while it waits when that happens.
 */
public interface NotifySession {

    /**
     * A notification as it came.
     *
     * @param senderPid the server process that said it
     */
    record Received(String channel, String payload, int senderPid) {}

    /** The server process, as it named itself when the session began (BackendKeyData). */
    int backendPid();

    /**
     * Listens on these channels, and returns when the server has acknowledged all of them.
     *
     * @throws ServerException if the server refuses one; it may then listen on some of the others. The session stays
     *     usable unless the error was fatal
     */
    void listen(Collection<String> channels);

    /** Listens on these channels no more, and returns when the server has acknowledged it. */
    void unlisten(Collection<String> channels);

    /**
     * Sends a notification in a transaction of its own, and returns when it is committed.
     *
     * @throws ServerException if the server refuses; the session stays usable unless it was fatal
     */
    void notify(String channel, String payload);

    /** Has the session notify itself: a sign of life, which comes out of {@link #next}. */
    default void ping(String privateChannel, String token) {
        notify(privateChannel, token);
    }

    /**
     * Waits for the next notification.
     *
     * @throws ServerException if the server has ended the session with an error
     * @throws ConnectionLostException if it ended otherwise
     * @throws ProtocolException if the server sent what has no place there
     */
    Received next();

    /** Ends the session, hard and at once, from any thread; whoever waits on it is released. Idempotent. */
    void abort();
}
