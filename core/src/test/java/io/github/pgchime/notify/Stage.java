package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static org.awaitility.Awaitility.await;

import io.github.pgchime.lifecycle.FakeTime;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What a notifier is tested on: a server in memory and a time that passes when told to. */
final class Stage {

    private static final int LOOKS_PER_STEP = 20;

    final FakeTime time = new FakeTime();
    final Loopback server = new Loopback();
    final Heard heard = new Heard();

    /** Impatient with nobody: a machine that is busy lets much time pass before a thread gets its turn. */
    NotifierBuilder builder() {
        return Notifier.builder(server)
                .answerTimeout(Duration.ofMinutes(10))
                .handlerTimeoutOff()
                .listener(heard)
                .time(time)
                .random(greatest());
    }

    /** Lets time pass until it is so, step by step, and leaves some of the machine's own for each step to show. */
    void passUntil(Duration step, Callable<Boolean> condition) {
        AtomicInteger looks = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(10)).atMost(DEADLINE).until(() -> {
            boolean met = condition.call();
            if (!met && looks.getAndIncrement() % LOOKS_PER_STEP == 0) {
                time.advance(step);
            }
            return met;
        });
    }

    static CompletableFuture<Void> async(Runnable task) {
        return CompletableFuture.runAsync(task, onNewThreads());
    }

    static Executor onNewThreads() {
        return Thread::startVirtualThread;
    }

    /** Always the greatest number that is asked for, so that every delay is its ceiling. */
    private static RandomGenerator greatest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 42;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }
}
