package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways to take events oneself. */
@Timeout(60)
final class SubscriptionTest {

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final Notifier notifier = stage.builder().build();
    private final Subscription subscription =
            notifier.subscription("b", "a").buffer(2).subscribe();

    @AfterEach
    void close() {
        notifier.close();
    }

    @Test
    void channels_areThoseGiven_inTheirOrder() {
        assertThat(subscription.channels()).containsExactly("b", "a").isUnmodifiable();
    }

    @Test
    void poll_ofZero_onlyLooks() throws Exception {
        assertThat(polled()).contains("CONNECTED");
        assertThat(polled()).isEmpty();
    }

    @Test
    void poll_waitsAsLongAsItIsTold() throws Exception {
        assertThat(polled()).contains("CONNECTED");
        CompletableFuture<Optional<String>> polling = polling(Duration.ofSeconds(5));
        stage.time.awaitWaiters(4);
        stage.time.advance(Duration.ofSeconds(5));
        assertThat(polling.get(15, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void poll_isWokenByANotification_andByTheEnd() throws Exception {
        assertThat(polled()).contains("CONNECTED");
        CompletableFuture<Optional<String>> first = polling(Duration.ofDays(1));
        server.tell("a", "1");
        assertThat(first.get(15, TimeUnit.SECONDS)).contains("a=1");
        CompletableFuture<Optional<String>> second = polling(Duration.ofDays(1));
        subscription.close();
        assertThat(second.get(15, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void overflow_isToldInItsPlace() throws Exception {
        server.tell("a", "1", "2", "3", "4");
        eventually().until(() -> notifier.statistics().dropped() == 2);
        assertThat(polled()).contains("OVERFLOW 2");
        assertThat(polled()).contains("a=3");
        assertThat(polled()).contains("a=4");
    }

    @Test
    void iterator_endsWithTheSubscription_andDropsWhatWaits() {
        server.tell("a", "1");
        Iterator<NotifyEvent> iterator = subscription.iterator();
        assertThat(Events.text(iterator.next())).isEqualTo("CONNECTED");
        eventually().until(() -> subscription.buffered() == 1);
        subscription.close();
        assertThat(subscription.buffered()).isZero();
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void iterator_endsWhenInterrupted_andTheInterruptStays() {
        Iterator<NotifyEvent> iterator = subscription.iterator();
        Thread.currentThread().interrupt();
        assertThat(iterator.hasNext()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Events.text(iterator.next())).isEqualTo("CONNECTED");
    }

    @Test
    void subscriber_drawsByItsDemand() throws Exception {
        Demand demand = new Demand();
        subscription.publisher().subscribe(demand);
        server.tell("a", "1", "2");
        demand.subscription.get(15, TimeUnit.SECONDS).request(2);
        eventually().untilAsserted(() -> assertThat(demand.told).containsExactly("CONNECTED", "a=1"));
        assertThat(subscription.buffered()).isEqualTo(1);
        demand.subscription.get().cancel();
        eventually().until(() -> !subscription.isBusy());
        Demand next = new Demand();
        subscription.publisher().subscribe(next);
        next.subscription.get(15, TimeUnit.SECONDS).request(9);
        eventually().untilAsserted(() -> assertThat(next.told).containsExactly("a=2"));
        subscription.close();
        assertThat(next.ended).succeedsWithin(DEADLINE);
        assertThat(demand.ended).isNotDone();
    }

    @Test
    void nobody_isNoSubscriber() {
        assertThatThrownBy(() -> subscription.publisher().subscribe(nobody())).isInstanceOf(NullPointerException.class);
    }

    /** The one place where no subscriber is what is tested. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "DataFlowIssue"})
    private static <T> T nobody() {
        return null;
    }

    private Optional<String> polled() throws InterruptedException {
        return subscription.poll(Duration.ZERO).map(Events::text);
    }

    private CompletableFuture<Optional<String>> polling(Duration timeout) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return subscription.poll(timeout).map(Events::text);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Stage.onNewThreads());
    }
}
