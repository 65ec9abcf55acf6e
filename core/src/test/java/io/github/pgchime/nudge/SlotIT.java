package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Feeds.awaitNoSlots;
import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.next;
import static io.github.pgchime.nudge.Feeds.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one thing that a feed has on the server: when it can be had, and that it is gone with the connection. */
@EveryMajor
final class SlotIT {

    private final PostgresServer server;
    private TestDatabase database;

    SlotIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute("CREATE TABLE orders (id int PRIMARY KEY)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void hardAbort_leavesNoSlot() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(server)) {
            NudgeFeed feed = connected(NudgeFeed.builder(proxy.url(database.url())));
            assertThat(database.slots()).hasSize(1);
            proxy.refuse(true);
            proxy.cut();
            awaitNoSlots(database);
            feed.close();
        }
    }

    @Test
    void openWriteTransaction_delaysTheSlot_withItsPidInTheError() throws Exception {
        try (TestDatabase elsewhere = server.newDatabase();
                Connection writer = elsewhere.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("CREATE TABLE t (a int)");
            try (var pid = statement.executeQuery("SELECT pg_backend_pid()");
                    NudgeFeed feed =
                            on(database).connectTimeout(Duration.ofMillis(500)).open()) {
                assertThat(pid.next()).isTrue();
                assertThat(feed.state().connected()).isFalse();
                assertThat(feed.state().lastError().orElseThrow())
                        .isInstanceOf(ServerException.class)
                        .hasMessageContaining("pid " + pid.getInt(1));
                writer.commit();
                assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.CONNECTED));
            }
        }
    }

    @Test
    void missingPlugin_namedExplicitly_endsAtOnce() {
        assumeThat(server.hasWal2json()).isFalse();
        assertThatThrownBy(() -> on(database).plugin(Plugin.WAL2JSON).open())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("wal2json");
        assertThat(database.slots()).isEmpty();
    }

    @Test
    void missingPlugin_inAuto_fallsBack() throws Exception {
        assumeThat(server.hasWal2json()).isFalse();
        try (NudgeFeed feed = connected(on(database).tables("public.orders"))) {
            assertThat(feed.state().plugin()).contains("test_decoding");
        }
    }
}
