package io.github.pgchime.lifecycle;

import java.util.concurrent.ExecutionException;

/** What was thrown on one thread, to be thrown again on another. */
public final class Thrown {

    private Thrown() {}

    /**
     * The exception itself, or what an {@link ExecutionException} is about, for the caller to throw.
     *
     * @throws Error if it is one
     */
    public static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case ExecutionException wrapped when wrapped.getCause() != null -> unchecked(wrapped.getCause());
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            case Throwable checked -> new IllegalStateException(checked);
        };
    }
}
