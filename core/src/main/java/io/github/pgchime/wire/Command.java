package io.github.pgchime.wire;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A command under way: one thread waits for what becomes of it, which another gets to know. */
final class Command {

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<PgChimeException> failure = Optional.empty();

    /** Notes what became of it: nothing to complain of, or a failure. */
    void over(Optional<PgChimeException> failure) {
        this.failure = failure;
        over.countDown();
    }

    /**
     * Waits until it is over. A failure has the waiting thread's own stack, with the original as its cause.
     *
     * @throws ServerException if the server reported an error, or ended the session with one
     * @throws ConnectionLostException if the session ended in any other way
     */
    void await() throws InterruptedException {
        over.await();
        failure.ifPresent(original -> {
            throw again(original);
        });
    }

    private static PgChimeException again(PgChimeException original) {
        if (original instanceof ServerException server) {
            ServerException again = new ServerException(server.error());
            again.initCause(original);
            return again;
        }
        return new ConnectionLostException("the session ended: " + original.getMessage(), original);
    }
}
