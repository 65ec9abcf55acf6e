package io.github.pgchime.app.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import io.github.pgchime.SlotLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Sends one line after the other, each when the one before is acknowledged, and knows how many it has sent. */
final class Relay {

    private final PayloadLines lines;
    private final Consumer<String> publish;
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicLong sent = new AtomicLong();

    /** @param publish returns when the line is acknowledged */
    Relay(PayloadLines lines, Consumer<String> publish) {
        this.lines = lines;
        this.publish = publish;
    }

    /**
     * Sends them all.
     *
     * @throws PgChimeException if one is wrong or cannot be sent; names it
     * @throws IOException if they cannot be read
     */
    void run() throws IOException {
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                send(line.get());
            }
        } catch (PgChimeException e) {
            throw located(e);
        }
    }

    private void send(String line) {
        sending.lock();
        try {
            publish.accept(line);
            sent.incrementAndGet();
        } finally {
            sending.unlock();
        }
    }

    private PgChimeException located(PgChimeException problem) {
        long before = sent.get();
        String where = "line " + (before + 1) + " (" + before + " sent)";
        String words = where + ": " + problem.getMessage();
        return switch (problem) {
            case ConfigException wrong -> new ConfigException(words, wrong);
            case ConnectionLostException lost -> new ConnectionLostException(words, lost);
            case ProtocolException strange -> new ProtocolException(words, strange);
            case ServerException refusal -> new ServerException(where, refusal.error());
            case SlotLostException notSent -> notSent;
        };
    }

    /**
     * Lets the line that is being sent be acknowledged, and sends no more; from another thread, once.
     *
     * @return how far it came
     */
    String stop(Duration patience) {
        boolean atRest = false;
        try {
            atRest = sending.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long count = sent.get();
        return count + (count == 1 ? " line was sent" : " lines were sent") + (atRest ? "" : ", and perhaps one more");
    }
}
