package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(1);

    @Test
    void ceiling_doublesUpToTheMost() {
        Backoff backoff = backoff(2, false, drawing(bound -> bound - 1));
        assertThat(Stream.generate(backoff::next).limit(6).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    }

    @Test
    void delay_mayBeNothing() {
        assertThat(backoff(2, false, drawing(bound -> 0)).next()).isZero();
    }

    @Test
    void delays_ofASeed_areTheSameAndWithinTheCeiling() {
        Backoff one = backoff(2, false, new Random(7));
        Backoff other = backoff(2, false, new Random(7));
        for (int i = 0; i < 1_000; i++) {
            assertThat(one.next()).isEqualTo(other.next()).isBetween(Duration.ZERO, MOST);
        }
    }

    @Test
    void spell_healthy_startsFromTheFirst() {
        Backoff backoff = backoff(2, false, drawing(bound -> bound - 1));
        backoff.next();
        backoff.next();
        backoff.spell(MOST.minusNanos(1));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
        backoff.spell(MOST);
        assertThat(backoff.next()).isEqualTo(FIRST);
    }

    @Test
    void ceiling_growsByTheMultiplier() {
        Backoff backoff = backoff(1.5, false, drawing(bound -> bound - 1));
        assertThat(Stream.generate(backoff::next).limit(8).map(Duration::toNanos))
                .containsExactly(
                        100_000_000L,
                        150_000_000L,
                        225_000_000L,
                        337_500_000L,
                        506_250_000L,
                        759_375_000L,
                        1_000_000_000L,
                        1_000_000_000L);
    }

    @Test
    void ceiling_multipliedByOne_stays() {
        Backoff backoff = backoff(1, false, drawing(bound -> bound - 1));
        assertThat(Stream.generate(backoff::next).limit(3)).containsOnly(FIRST);
    }

    @Test
    void ceiling_multipliedBeyondCounting_isTheMost() {
        Backoff backoff = backoff(Double.POSITIVE_INFINITY, false, drawing(bound -> bound - 1));
        assertThat(Stream.generate(backoff::next).limit(3)).containsExactly(FIRST, MOST, MOST);
    }

    @Test
    void firstAtOnce_atTheStart_isNot() {
        assertThat(backoff(2, true, drawing(bound -> bound - 1)).next()).isEqualTo(FIRST);
    }

    @Test
    void firstAtOnce_afterASpellOfTheFirstCeiling_isOnceAndLeavesTheCeiling() {
        Backoff backoff = backoff(2, true, drawing(bound -> bound - 1));
        backoff.spell(FIRST);
        assertThat(Stream.generate(backoff::next).limit(3))
                .containsExactly(Duration.ZERO, FIRST, FIRST.multipliedBy(2));
        backoff.spell(FIRST);
        assertThat(Stream.generate(backoff::next).limit(2)).containsExactly(Duration.ZERO, FIRST.multipliedBy(4));
        backoff.spell(MOST);
        assertThat(Stream.generate(backoff::next).limit(2)).containsExactly(Duration.ZERO, FIRST);
    }

    @Test
    void firstAtOnce_afterAShorterSpell_isNot() {
        Backoff backoff = backoff(2, true, drawing(bound -> bound - 1));
        backoff.spell(FIRST);
        backoff.spell(FIRST.minusNanos(1));
        assertThat(backoff.next()).isEqualTo(FIRST);
    }

    @Test
    void slow_isHalfAMinute_andTakesTheAttemptAtOnce() {
        Backoff backoff = backoff(2, true, drawing(bound -> bound - 1));
        backoff.spell(FIRST);
        assertThat(backoff.slow()).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.next()).isEqualTo(FIRST);
    }

    @Test
    void slow_isNoFasterThanTheMost() {
        Duration hour = Duration.ofHours(1);
        assertThat(new Backoff(new BackoffPolicy(FIRST, hour, 2, false), drawing(bound -> 0)).slow())
                .isEqualTo(hour);
    }

    @Test
    void policy_outOfRange_isRefused() {
        assertThatRefused(() -> new BackoffPolicy(Duration.ZERO, MOST, 2, false), "backoff from PT0S to PT1S");
        assertThatRefused(() -> new BackoffPolicy(MOST, FIRST, 2, false), "backoff from PT1S to PT0.1S");
        assertThatRefused(() -> new BackoffPolicy(FIRST, MOST, 0.99, false), "backoff multiplier 0.99");
        assertThatRefused(() -> new BackoffPolicy(FIRST, MOST, Double.NaN, false), "backoff multiplier NaN");
        assertThat(new BackoffPolicy(FIRST, FIRST, 1, false).most()).isEqualTo(FIRST);
    }

    private static void assertThatRefused(ThrowingCallable making, String what) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(making)
                .withMessageStartingWith(what + " is out of range; expected ");
    }

    private static Backoff backoff(double multiplier, boolean firstAtOnce, RandomGenerator random) {
        return new Backoff(new BackoffPolicy(FIRST, MOST, multiplier, firstAtOnce), random);
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
