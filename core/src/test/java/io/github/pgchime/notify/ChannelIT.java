package io.github.pgchime.notify;

import static io.github.pgchime.notify.Taking.gap;
import static io.github.pgchime.notify.Taking.notification;
import static io.github.pgchime.notify.Taking.payloads;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels and payloads are exactly what they are; a subscription begins and ends exactly where it says. */
@EverySession(onEveryMajor = true)
final class ChannelIT {

    private static final String CHANNEL = "Orders";

    private final PostgresServer server;
    private final Driver driver;
    private TestDatabase database;
    private Aftermath aftermath;
    private Notifier notifier;

    ChannelIT(PostgresServer server, Driver driver) {
        this.server = server;
        this.driver = driver;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        aftermath = new Aftermath(database);
        notifier = Notifier.builder(driver.to(database.url())).build();
    }

    @AfterEach
    void drop() {
        notifier.close();
        aftermath.awaitNothing();
        database.close();
    }

    @Test
    void channels_areExact() throws Exception {
        List<String> names = List.of(
                "Orders",
                "orders",
                "ORDERS",
                "Orders ",
                "a\"b",
                "a\"\"b",
                "ab",
                "a'b",
                "a\\b",
                "select",
                "SELECT",
                "*",
                "übergröße",
                "ubergroße",
                "U\u0308bergröße",
                "x".repeat(63),
                "x".repeat(62),
                "ß".repeat(31) + "x",
                "ß".repeat(31),
                "🔔".repeat(15) + "abc",
                "🔔".repeat(15) + "abd");
        List<Subscription> subscriptions = names.stream()
                .map(name -> CompletableFuture.supplyAsync(
                        () -> notifier.subscription(name).subscribe(), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        for (String name : names) {
            notifier.publish(name, "published on " + name);
            byJdbc(name, "sent on " + name);
        }
        for (Subscription subscription : subscriptions) {
            String name = subscription.channels().getFirst();
            assertThat(gap(subscription)).isEqualTo(new Gap(Gap.Reason.CONNECTED));
            assertThat(payloads(subscription, 2)).containsExactly("published on " + name, "sent on " + name);
        }
        assertThat(subscriptions).allSatisfy(one -> assertThat(one.buffered()).isZero());
    }

    @Test
    void channel_thatNoneCanBe_isRefused() {
        assertRefused("");
        assertRefused("a\0b");
        assertRefused("x".repeat(64));
        assertRefused("ß".repeat(32));
    }

    private void assertRefused(String name) {
        long before = notifier.statistics().received();
        assertThatThrownBy(() -> notifier.subscribe(name, event -> {})).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> notifier.publish(name, "")).isInstanceOf(ConfigException.class);
        assertThat(aftermath.sessions()).as("no session to publish").isEqualTo(1);
        assertThat(notifier.statistics().received()).isEqualTo(before);
    }

    @Test
    void payload_of7999Bytes_arrivesAsItWas() throws Exception {
        String payload = "ß€🔔'\\\"".repeat(666) + "1234567";
        assertThat(payload.getBytes(UTF_8)).hasSize(7_999);
        try (Subscription orders = notifier.subscription(CHANNEL).subscribe()) {
            gap(orders);
            notifier.publish(CHANNEL, payload);
            byJdbc(CHANNEL, payload);
            notifier.publish(CHANNEL, "");
            assertThat(payloads(orders, 3)).containsExactly(payload, payload, "");
        }
    }

    @Test
    void payload_of8000Bytes_isRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> notifier.publish(CHANNEL, "€".repeat(2_666) + "ab"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("8000")
                .hasMessageContaining("7999");
        assertThat(aftermath.sessions()).as("no session to publish").isEqualTo(1);
    }

    @Test
    void subscribed_afterTheGap_hearsWhatIsCommittedNext() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Subscription orders = notifier.subscription(CHANNEL).subscribe()) {
                assertThat(gap(orders)).isEqualTo(new Gap(Gap.Reason.CONNECTED));
                notifier.publish(CHANNEL, "now " + i);
                assertThat(notification(orders).payload()).isEqualTo("now " + i);
            }
        }
    }

    @Test
    void lastClose_ofAChannel_endsListening() throws Exception {
        Subscription first = notifier.subscription(CHANNEL).subscribe();
        try (Subscription second = notifier.subscription(CHANNEL).subscribe();
                Subscription other = notifier.subscription("other").subscribe()) {
            gap(other);
            first.close();
            byJdbc(CHANNEL, "still heard");
            gap(second);
            assertThat(notification(second).payload()).isEqualTo("still heard");
        }
        // One more subscription, acknowledged, comes after the UNLISTEN of those before it.
        try (Subscription probe = notifier.subscription("probe").subscribe()) {
            gap(probe);
            long before = notifier.statistics().received();
            byJdbc(CHANNEL, "heard by nobody");
            byJdbc("probe", "");
            notification(probe);
            assertThat(notifier.statistics().received()).isEqualTo(before + 1);
        }
    }

    private void byJdbc(String channel, String payload) throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            notify.setString(1, channel);
            notify.setString(2, payload);
            notify.execute();
        }
    }
}
