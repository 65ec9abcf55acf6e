package io.github.pgchime.notify;

import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.TimeSource;
import java.util.Optional;

/** Something that one thread waits for and another gives or refuses, once. */
final class Acknowledgement {

    private final TimeSource time;
    private final Alarm settled;
    private volatile boolean given;
    private volatile Optional<RuntimeException> refusal = Optional.empty();

    Acknowledgement(TimeSource time) {
        this.time = time;
        this.settled = new Alarm(time);
    }

    void give() {
        given = true;
        settled.ring();
    }

    boolean isGiven() {
        return given;
    }

    void refuse(RuntimeException reason) {
        refusal = Optional.of(reason);
        settled.ring();
    }

    /**
     * Waits for it, on one thread; false if the time is over first.
     *
     * @throws RuntimeException the refusal
     */
    boolean await(long until) throws InterruptedException {
        while (!given && refusal.isEmpty() && until - time.nanos() > 0) {
            settled.await(until);
        }
        if (!given && refusal.isPresent()) {
            throw refusal.get();
        }
        return given;
    }
}
