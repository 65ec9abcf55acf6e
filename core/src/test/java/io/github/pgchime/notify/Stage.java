package io.github.pgchime.notify;

import static org.awaitility.Awaitility.await;

import io.github.pgchime.lifecycle.FakeTime;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What a notifier is tested on: a server in memory and a time that passes when told to. */
final class Stage {

    static final Duration DEADLINE = Duration.ofSeconds(15);

    final FakeTime time = new FakeTime();
    final Loopback server = new Loopback();
    final Heard heard = new Heard();

    NotifierBuilder builder() {
        return Notifier.builder(server).listener(heard).time(time).random(greatest());
    }

    /** Lets time pass, step by step, until it is so. */
    void passUntil(Duration step, Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(20)).atMost(DEADLINE).until(() -> {
            boolean met = condition.call();
            if (!met) {
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
