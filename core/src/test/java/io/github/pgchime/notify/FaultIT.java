package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Taking.gap;
import static io.github.pgchime.notify.Taking.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.File;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a notifier tells when something goes wrong, to fifty subscriptions at once, while numbers go on being sent over
 * another connection.
 */
@EverySession
final class FaultIT {

    private static final int ROUNDS = 6;
    private static final Duration PING = Duration.ofMillis(200);
    private static final Duration LIVENESS = Duration.ofMillis(800);

    private final PostgresServer server;
    private final Driver driver;
    private TestDatabase database;
    private Aftermath aftermath;
    private FaultProxy proxy;

    FaultIT(PostgresServer server, Driver driver) {
        this.server = server;
        this.driver = driver;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        aftermath = new Aftermath(database);
        proxy = FaultProxy.to(server);
    }

    @AfterEach
    void drop() {
        proxy.resume();
        aftermath.awaitNothing();
        proxy.close();
        database.close();
    }

    @Test
    void backendKilled_isOneGapForEach() throws Exception {
        try (Drip drip = new Drip(database, Audience.CHANNELS);
                Audience audience = new Audience(notifier(), drip)) {
            server.terminateBackend(audience.outages().backendPid());
            audience.assertOneGapForEach(1);
            assertThat(audience.outages().lastCause()).hasMessageContaining("57P01");
        }
    }

    @Test
    void cut_isOneGapForEach() throws Exception {
        try (Drip drip = new Drip(database, Audience.CHANNELS);
                Audience audience = new Audience(notifier(), drip)) {
            proxy.cut();
            audience.assertOneGapForEach(1);
        }
    }

    @Test
    void outageOfManyAttempts_isOneGapForEach() throws Exception {
        try (Drip drip = new Drip(database, Audience.CHANNELS);
                Audience audience = new Audience(notifier(), drip)) {
            proxy.refuse(true);
            proxy.cut();
            eventually().until(() -> audience.outages().retries() >= 5);
            assertThat(audience.notifier().isConnected()).isFalse();
            assertThatThrownBy(() -> audience.notifier().publish("a", "0"))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("nothing was published");
            proxy.refuse(false);
            audience.assertOneGapForEach(1);
            audience.notifier().publish("elsewhere", "works again");
        }
    }

    @Test
    void blackHole_isNoticedWithinLiveness() throws Exception {
        try (Drip drip = new Drip(database, Audience.CHANNELS);
                Audience audience = new Audience(notifier(), drip)) {
            proxy.blackhole();
            eventually().until(() -> audience.outages().count() == 1);
            assertThat(audience.notifier().isConnected()).isFalse();
            assertThat(audience.outages().lastCause()).hasMessageContaining("within liveness");
            proxy.resume();
            audience.assertOneGapForEach(1);
        }
    }

    @Test
    void quiet_longerThanLiveness_staysConnected() throws Exception {
        Outages outages = new Outages();
        try (Notifier notifier = notifier().listener(outages).build();
                Subscription orders = notifier.subscription("orders").subscribe()) {
            gap(orders);
            assertThat(orders.poll(LIVENESS.plus(PING))).isEmpty();
            assertThat(outages.count()).isZero();
            notifier.publish("orders", "there");
            assertThat(notification(orders).payload()).isEqualTo("there");
        }
    }

    /** Wherever the stream ends: in the middle of notifications, and of the answers by which it begins anew. */
    @Test
    void cutAtArbitraryBytes_isOneGapForEach() throws Exception {
        Random bytes = new Random(20_260_704);
        try (Drip drip = new Drip(database, Audience.CHANNELS);
                Audience audience = new Audience(notifier(), drip)) {
            for (int count = 1; count <= ROUNDS; count++) {
                int outage = count;
                proxy.cutAfter(bytes.nextInt(3_000));
                eventually().until(() -> audience.outages().count() >= outage);
                audience.assertOneGapForEach(outage);
            }
        }
    }

    @Test
    void cutWhileReconnecting_isOneGapForEachSessionThatListened() throws Exception {
        Random bytes = new Random(20_260_705);
        try (Drip drip = new Drip(database, Audience.CHANNELS);
                Audience audience = new Audience(notifier(), drip)) {
            for (int count = 1; count <= ROUNDS; count++) {
                int failures = audience.outages().retries() + 2;
                audience.outages().onNext(() -> proxy.cutAfter(bytes.nextInt(1_200)));
                proxy.cut();
                eventually().until(() -> audience.outages().retries() >= failures);
                audience.assertGapsForEach(count, audience.outages().count());
            }
            assertThat(audience.notifier().statistics().reconnects()).isGreaterThanOrEqualTo(ROUNDS);
        }
    }

    @Test
    void attemptsExhausted_endsEverything() throws Exception {
        ConcurrentLinkedQueue<NotifyEvent> told = new ConcurrentLinkedQueue<>();
        Outages outages = new Outages();
        Notifier notifier = notifier().maxAttempts(3).listener(outages).build();
        Subscription byHand = notifier.subscription("a").subscribe();
        for (int i = 0; i < Audience.SIZE; i++) {
            notifier.subscribe("a", told::add);
        }
        gap(byHand);
        proxy.refuse(true);
        proxy.cut();
        assertThatThrownBy(notifier::join)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("gave up after 3 attempts");
        assertThatThrownBy(() -> byHand.poll(DEADLINE)).isInstanceOf(ConnectionLostException.class);
        eventually()
                .untilAsserted(() -> assertThat(told)
                        .filteredOn(new Gap(Gap.Reason.ENDED)::equals)
                        .hasSize(Audience.SIZE));
        eventually().untilAsserted(() -> assertThat(outages.ends()).hasSize(1));
        assertThat(outages.ends().getFirst()).hasMessageContaining("gave up after 3 attempts");
        assertThatThrownBy(() -> notifier.subscribe("b", told::add)).isInstanceOf(ConnectionLostException.class);
        assertThatThrownBy(() -> notifier.publish("b", "")).isInstanceOf(ConnectionLostException.class);
        aftermath.awaitNoSession();
        notifier.close();
    }

    @Test
    void serverDownAtStart_isRetriedUntilItIsUp() throws Exception {
        proxy.refuse(true);
        try (Notifier notifier = notifier().build()) {
            assertThat(notifier.isConnected()).isFalse();
            proxy.refuse(false);
            try (Subscription orders = notifier.subscription("orders").subscribe()) {
                assertThat(gap(orders)).isEqualTo(new Gap(Gap.Reason.CONNECTED));
            }
        }
    }

    @Test
    void subscribed_duringAnOutage_isTheFirstGap() throws Exception {
        Outages outages = new Outages();
        try (Notifier notifier = notifier().listener(outages).build()) {
            proxy.refuse(true);
            proxy.cut();
            eventually().until(() -> outages.retries() >= 2);
            proxy.refuse(false);
            try (Subscription orders = notifier.subscription("orders").subscribe()) {
                assertThat(gap(orders)).isEqualTo(new Gap(Gap.Reason.CONNECTED));
                notifier.publish("orders", "there");
                assertThat(notification(orders).payload()).isEqualTo("there");
            }
        }
    }

    @Test
    void killedJvm_leavesNoSession() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeverNotifier.class.getName(),
                        driver.name(),
                        database.url())
                .redirectErrorStream(true)
                .redirectOutput(File.createTempFile("pgchime", ".log"))
                .start();
        try {
            // One that listens and one that publishes.
            eventually().until(() -> aftermath.sessions() == 2);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        aftermath.awaitNoSession();
    }

    private NotifierBuilder notifier() {
        return Notifier.builder(driver.to(proxy.url(database.url())))
                .pingInterval(PING)
                .liveness(LIVENESS)
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50));
    }
}
