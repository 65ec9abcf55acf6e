package io.github.pgchime.app.process;

/**
 * Has a command that is cut off by SIGINT or SIGTERM before its end come to rest and say how far it came; the exit code is
 * the signal's, 130 or 143, for the work is not done.
 */
public final class Cutoff {

    private final Thread hook;

    /** @param rest called when a signal has come, on another thread; the process ends when it returns */
    public Cutoff(Runnable rest) {
        this.hook = new Thread(rest, "pgchime-cutoff");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The command has ended by itself. */
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdownHasBegun) {
            // The hook runs, and the process ends after it.
            assert hook.isAlive();
        }
    }
}
