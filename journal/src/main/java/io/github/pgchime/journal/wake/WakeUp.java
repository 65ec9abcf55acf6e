package io.github.pgchime.journal.wake;

/** Tells somebody, until it is closed, each time there may be entries; more often than needed is no harm. */
public interface WakeUp extends AutoCloseable {

    /** Opens them. */
    @FunctionalInterface
    interface Source {
        /** Tells {@code onWake} from now on, on any thread; it must be quick. */
        WakeUp open(Runnable onWake);
    }

    /** As status calls it. */
    String name();

    @Override
    void close();
}
