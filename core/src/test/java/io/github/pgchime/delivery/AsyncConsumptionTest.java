package io.github.pgchime.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.lifecycle.FakeTime;
import io.github.pgchime.lifecycle.RecordingLog;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AsyncConsumptionTest {

    private final Letters letters = new Letters(new FakeTime());
    private final BlockingQueue<String> consumed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    private final Guard guard = new Guard(new RecordingLog(), errors::add);

    @Test
    void items_areConsumedInOrder_untilTheEnd() throws Exception {
        CompletableFuture<Void> done = consume(consumed::add);
        letters.put("a");
        letters.put("b");
        letters.finish(Optional.empty());
        done.get(10, TimeUnit.SECONDS);
        assertThat(consumed).containsExactly("a", "b");
    }

    @Test
    void consumer_thatThrows_getsTheNextItem() throws Exception {
        IllegalStateException thrown = new IllegalStateException("handler");
        CompletableFuture<Void> done = consume(item -> {
            consumed.add(item);
            throw thrown;
        });
        letters.put("a");
        letters.put("b");
        letters.finish(Optional.empty());
        done.get(10, TimeUnit.SECONDS);
        assertThat(consumed).containsExactly("a", "b");
        assertThat(errors).containsExactly(thrown, thrown);
    }

    @Test
    void failure_isThatOfTheConsumption() {
        CompletableFuture<Void> done = consume(consumed::add);
        ConfigException cause = new ConfigException("wrong");
        letters.end(Optional.of(cause));
        assertThatThrownBy(() -> done.get(10, TimeUnit.SECONDS)).hasCause(cause);
    }

    @Test
    void interrupt_fromWithinTheConsumer_isTheEnd() throws Exception {
        CompletableFuture<Void> done = consume(item -> Thread.currentThread().interrupt());
        letters.put("a");
        done.get(10, TimeUnit.SECONDS);
        letters.put("b");
        assertThat(letters.take()).contains("b");
    }

    private CompletableFuture<Void> consume(Consumer<String> consumer) {
        return new AsyncConsumption<>(letters, consumer, guard).start();
    }
}
