package io.github.pgchime.app.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes SIGINT and SIGTERM the ordinary way to end a command that has no other: what runs between its making and its
 * {@link #close} is asked to end, gets some time for it, and the exit code is 0. Left alone, the JVM would drop everything
 * where it stands and exit with 130 or 143.
 */
public final class Ending implements AutoCloseable {

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    /**
     * @param request called when a signal has come, on another thread
     * @param grace how long the end may take
     */
    public Ending(Runnable request, Duration grace) {
        this.hook = new Thread(() -> onSignal(request, grace), "pgchime-ending");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Halts, because exit codes cannot be changed once the JVM shuts down; {@code ended} says that all is flushed. */
    private void onSignal(Runnable request, Duration grace) {
        requested.countDown();
        request.run();
        try {
            if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println(
                        "pgchime: did not come to an end within " + grace.toSeconds() + " s, and is cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Whether a signal has come. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits for a signal, and says whether one has come. */
    public boolean await(Duration time) throws InterruptedException {
        return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The command has ended: for the signal's sake, or by itself, and then a signal is none of ours any more. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdownHasBegun) {
            // The hook runs, and halts.
            assert isRequested() || hook.isAlive();
        }
    }
}
