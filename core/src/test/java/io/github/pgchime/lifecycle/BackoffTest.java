package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(1);

    @Test
    void ceiling_doublesUpToTheMost() {
        Backoff backoff = new Backoff(FIRST, MOST, drawing(bound -> bound - 1));
        assertThat(Stream.generate(backoff::next).limit(6).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
        assertThat(backoff.most()).isEqualTo(MOST);
    }

    @Test
    void delay_mayBeNothing() {
        assertThat(new Backoff(FIRST, MOST, drawing(bound -> 0)).next()).isZero();
    }

    @Test
    void delays_ofASeed_areTheSameAndWithinTheCeiling() {
        Backoff one = new Backoff(FIRST, MOST, new Random(7));
        Backoff other = new Backoff(FIRST, MOST, new Random(7));
        for (int i = 0; i < 1_000; i++) {
            assertThat(one.next()).isEqualTo(other.next()).isBetween(Duration.ZERO, MOST);
        }
    }

    @Test
    void spell_healthy_startsFromTheFirst() {
        Backoff backoff = new Backoff(FIRST, MOST, drawing(bound -> bound - 1));
        backoff.next();
        backoff.next();
        backoff.spell(MOST.minusNanos(1));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
        backoff.spell(MOST);
        assertThat(backoff.next()).isEqualTo(FIRST);
    }

    private static RandomGenerator drawing(LongUnaryOperator draw) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nextLong(long bound) {
                return draw.applyAsLong(bound);
            }
        };
    }
}
