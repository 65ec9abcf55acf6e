package io.github.pgchime;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** Waits for what only asking again can tell. */
public final class Eventually {

    /** By when anything is so, also on a machine that has much else to do. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    private Eventually() {}

    /** To wait for a condition, and not much longer than until it holds. */
    public static ConditionFactory eventually() {
        return await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }
}
