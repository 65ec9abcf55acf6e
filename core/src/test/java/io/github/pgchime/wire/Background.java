package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A piece of work on a thread of its own, which is waited for no longer than ten seconds. */
final class Background<T> {

    private final FutureTask<T> task;
    private final Thread thread;
    private volatile boolean leftInterrupted;

    private Background(Thread.Builder threads, Callable<T> work) {
        this.task = new FutureTask<>(() -> {
            try {
                return work.call();
            } finally {
                leftInterrupted = Thread.currentThread().isInterrupted();
            }
        });
        this.thread = threads.start(task);
    }

    static <T> Background<T> of(Callable<T> work) {
        return new Background<>(Thread.ofPlatform().daemon(), work);
    }

    static <T> Background<T> onVirtual(Callable<T> work) {
        return new Background<>(Thread.ofVirtual(), work);
    }

    static Background<String> executing(Duplex duplex, String sql) {
        return of(executed(duplex, sql));
    }

    static Background<String> executingOnVirtual(Duplex duplex, String sql) {
        return onVirtual(executed(duplex, sql));
    }

    private static Callable<String> executed(Duplex duplex, String sql) {
        return () -> {
            duplex.execute(sql);
            return sql;
        };
    }

    /** Calls {@link Duplex#next} until that fails. */
    static Background<Object> reading(Duplex duplex) {
        return of(() -> {
            while (true) {
                duplex.next();
            }
        });
    }

    boolean isDone() {
        return task.isDone();
    }

    T get() throws Exception {
        return task.get(10, TimeUnit.SECONDS);
    }

    /** What it ended with, which must be of this type. */
    <E extends Throwable> E failure(Class<E> type) {
        ExecutionException wrapped = catchThrowableOfType(ExecutionException.class, this::get);
        assertThat(wrapped).isNotNull();
        assertThat(wrapped.getCause()).isInstanceOf(type);
        return Objects.requireNonNull(type.cast(wrapped.getCause()));
    }

    /** Returns once its thread waits for another, or has ended. */
    void awaitWaitingOrDone() {
        eventually().until(() -> task.isDone() || thread.getState() == Thread.State.WAITING);
    }

    /** Returns once its thread is in a call of the socket, as far as one can see, or has ended. */
    void awaitBlockedOrDone() {
        eventually().until(() -> task.isDone() || isIn("sun.nio.ch"));
    }

    private boolean isIn(String callee) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(callee));
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Whether its thread's interrupt flag was set when the work ended. */
    boolean leftInterrupted() {
        return leftInterrupted;
    }
}
