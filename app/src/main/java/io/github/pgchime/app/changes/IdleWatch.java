package io.github.pgchime.app.changes;

import java.time.Duration;

/** Ends a wait that has lasted so long. Runs until then, or until it is interrupted. */
final class IdleWatch implements Runnable {

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private final Waiting waiting;
    private final Duration most;
    private final Pause pause;

    IdleWatch(Waiting waiting, Duration most, Pause pause) {
        this.waiting = waiting;
        this.most = most;
        this.pause = pause;
    }

    @Override
    public void run() {
        try {
            for (Duration left = most; left.isPositive(); left = most.minus(waiting.lasted())) {
                pause.of(left);
            }
            waiting.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
