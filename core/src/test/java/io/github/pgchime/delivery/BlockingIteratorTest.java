package io.github.pgchime.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.lifecycle.FakeTime;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BlockingIteratorTest {

    private final Letters letters = new Letters(new FakeTime());
    private final BlockingIterator<String> iterator = new BlockingIterator<>(letters);

    @Test
    void hasNext_takesOneItemHoweverOftenAsked() {
        letters.put("a");
        letters.put("b");
        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.next()).isEqualTo("a");
        assertThat(iterator.next()).isEqualTo("b");
    }

    @Test
    void hasNext_waits() throws Exception {
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(iterator::hasNext, Thread::startVirtualThread);
        letters.put("a");
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void end_isTheEnd() {
        letters.end(Optional.empty());
        assertThat(iterator.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(iterator::next)
                .withMessage("the feed has ended");
    }

    @Test
    void failure_isThrownOnce() {
        letters.end(Optional.of(new ConfigException("wrong")));
        assertThatThrownBy(iterator::hasNext).isInstanceOf(ConfigException.class);
        assertThat(iterator.hasNext()).isFalse();
    }

    @Test
    void interrupt_isTheEnd_andStaysSet() {
        Thread.currentThread().interrupt();
        assertThat(iterator.hasNext()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        letters.put("a");
        assertThat(iterator.next()).isEqualTo("a");
    }
}
