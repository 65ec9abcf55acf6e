package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OldestAndNewest
final class DuplexIT {

    private static final int THREADS = 20;
    private static final int COMMANDS = 200;
    private static final int FLOWING = 20_000;

    private final PostgresServer server;
    private TestDatabase database;

    DuplexIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void commands_ofManyThreadsWhileNotificationsFlow_areAllAnsweredAndNothingIsLost() throws Exception {
        Duplex duplex = open();
        Queue<BackendMessage.NotificationResponse> told = told(duplex);
        duplex.execute("LISTEN flow; LISTEN own");
        Background<Integer> flow = Background.of(this::flow);
        List<Background<Integer>> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> Background.of(() -> commands(duplex, thread)))
                .toList();
        for (Background<Integer> thread : threads) {
            thread.get();
        }
        int flowing = flow.get();
        eventually().until(() -> told.size() == flowing + THREADS * COMMANDS / 4);
        assertThat(payloads(told, "flow", ""))
                .isEqualTo(IntStream.rangeClosed(1, flowing)
                        .mapToObj(String::valueOf)
                        .toList());
        for (int thread = 0; thread < THREADS; thread++) {
            String prefix = thread + ".";
            assertThat(payloads(told, "own", prefix))
                    .isEqualTo(IntStream.range(0, COMMANDS / 4)
                            .mapToObj(i -> prefix + 4 * i)
                            .toList());
        }
        duplex.abort();
    }

    /** Notifications of another session, ten in each transaction. */
    private int flow() {
        try (PgConnection other = Scripted.open(ConnectionOptions.parse(database.url(), Map.of()))) {
            for (int from = 1; from <= FLOWING; from += 10) {
                other.query(
                        "SELECT pg_notify('flow', i::text) FROM generate_series(" + from + ", " + (from + 9) + ") i");
            }
        }
        return FLOWING;
    }

    /** A quarter each of NOTIFY, LISTEN, a query with rows, and one that fails in words of its own. */
    private static int commands(Duplex duplex, int thread) {
        for (int i = 0; i < COMMANDS; i++) {
            String name = thread + "." + i;
            switch (i % 4) {
                case 0 -> duplex.execute("NOTIFY own, '" + name + "'");
                case 1 -> duplex.execute("LISTEN \"" + name + "\"; UNLISTEN \"" + name + "\"");
                case 2 -> duplex.execute("SELECT * FROM generate_series(1, 10); SELECT '" + name + "'");
                default ->
                    assertThatExceptionOfType(ServerException.class)
                            .isThrownBy(() -> duplex.execute("SELECT '<" + name + ">'::int"))
                            .withMessageContaining("<" + name + ">");
            }
        }
        return COMMANDS;
    }

    @Test
    void notification_ofMultiByteText_comesWhole() {
        Duplex duplex = open();
        Queue<BackendMessage.NotificationResponse> told = told(duplex);
        String payload = "é".repeat(3_998) + "\u6CE8";
        duplex.execute("LISTEN \"übergröße 注文\"");
        duplex.execute("NOTIFY \"übergröße 注文\", '" + payload + "'");
        eventually().until(() -> !told.isEmpty());
        assertThat(told)
                .containsExactly(new BackendMessage.NotificationResponse(duplex.backendPid(), "übergröße 注文", payload));
        duplex.abort();
    }

    @Test
    void termination_whileCommandsWait_isToldToAll() {
        Duplex duplex = open();
        Background<Object> reading = Background.reading(duplex);
        List<Background<String>> waiting = waiting(duplex);
        server.terminateBackend(duplex.backendPid());
        assertThat(reading.failure(ServerException.class).sqlState()).isEqualTo("57P01");
        for (Background<String> each : waiting) {
            assertThat(each.failure(ServerException.class).sqlState()).isEqualTo("57P01");
        }
        assertThatExceptionOfType(ServerException.class).isThrownBy(() -> duplex.execute("SELECT 1"));
    }

    @Test
    void abort_whileCommandsWait_releasesAll() {
        Duplex duplex = open();
        Background<Object> reading = Background.reading(duplex);
        List<Background<String>> waiting = waiting(duplex);
        duplex.abort();
        reading.failure(ConnectionLostException.class);
        waiting.forEach(each -> each.failure(ConnectionLostException.class));
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> duplex.execute("SELECT 1"));
    }

    /** A command that takes long, and some behind it. */
    private List<Background<String>> waiting(Duplex duplex) {
        Background<String> sleeping = Background.executing(duplex, "SELECT pg_sleep(60)");
        eventually()
                .until(() -> database.queryOne("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid = "
                                + duplex.backendPid() + " AND query = 'SELECT pg_sleep(60)'")
                        .equals("1"));
        List<Background<String>> waiting = new ArrayList<>(List.of(sleeping));
        for (int i = 0; i < 5; i++) {
            waiting.add(Background.executing(duplex, "LISTEN channel" + i));
        }
        waiting.forEach(Background::awaitWaitingOrDone);
        return waiting;
    }

    private Duplex open() {
        return Scripted.open(ConnectionOptions.parse(database.url(), Map.of())).duplex();
    }

    /** What comes, as it comes. */
    private static Queue<BackendMessage.NotificationResponse> told(Duplex duplex) {
        Queue<BackendMessage.NotificationResponse> told = new ConcurrentLinkedQueue<>();
        Background.of(() -> {
            while (true) {
                told.add(duplex.next());
            }
        });
        return told;
    }

    private static List<String> payloads(
            Queue<BackendMessage.NotificationResponse> told, String channel, String prefix) {
        return told.stream()
                .filter(each -> each.channel().equals(channel))
                .map(BackendMessage.NotificationResponse::payload)
                .filter(payload -> payload.startsWith(prefix))
                .toList();
    }
}
