package io.github.pgchime.lifecycle;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Watches for silence from outside the thread that suffers it, since a read with a time-out would desynchronise the
 * stream. When the silence exceeds the limit it says so once, and ends.
 */
public final class Watchdog implements Runnable {

    private final Duration limit;
    private final TimeSource time;
    private final Supplier<Duration> silence;
    private final Consumer<Duration> onSilence;

    /**
     * @param silence for how long nothing has come so far
     * @param onSilence what then ends the silence, such as aborting the socket
     */
    public Watchdog(Duration limit, TimeSource time, Supplier<Duration> silence, Consumer<Duration> onSilence) {
        this.limit = limit;
        this.time = time;
        this.silence = silence;
        this.onSilence = onSilence;
    }

    /** Watches until the limit is exceeded or the thread is interrupted. */
    @Override
    public void run() {
        Alarm alarm = new Alarm(time);
        try {
            for (Duration silent = silence.get(); silent.compareTo(limit) < 0; silent = silence.get()) {
                alarm.await(time.after(limit.minus(silent)));
            }
            onSilence.accept(silence.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
