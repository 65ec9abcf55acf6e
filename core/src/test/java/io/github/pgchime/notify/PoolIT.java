package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Taking.gap;
import static io.github.pgchime.notify.Taking.notification;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.notify.pgjdbc.PgJdbcSessions;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A notifier that borrows its connections. */
@OldestAndNewest
final class PoolIT {

    private static final int SIZE = 3;

    private final PostgresServer server;
    private TestDatabase database;

    PoolIT(PostgresServer server) {
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
    void connections_thatAreOver_areThrownAwayByThePool() throws Exception {
        try (HikariDataSource pool = pool()) {
            Outages outages = new Outages();
            try (Notifier notifier = Notifier.builder(PgJdbcSessions.of(pool))
                            .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                            .listener(outages)
                            .build();
                    Subscription orders = notifier.subscription("orders").subscribe()) {
                assertThat(gap(orders)).isEqualTo(new Gap(Gap.Reason.CONNECTED));
                for (int i = 0; i < 2 * SIZE; i++) {
                    server.terminateBackend(outages.backendPid());
                    assertThat(gap(orders)).isEqualTo(new Gap(Gap.Reason.RECONNECTED));
                    notifier.publish("orders", "after " + i);
                    assertThat(notification(orders).payload()).isEqualTo("after " + i);
                }
            }
            eventually().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
            for (int i = 0; i < SIZE; i++) {
                assertThat(channelsListenedOn(pool)).isZero();
            }
        }
    }

    private HikariDataSource pool() {
        URI url = URI.create(database.url());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath());
        config.setUsername(url.getUserInfo());
        config.setMaximumPoolSize(SIZE);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private static int channelsListenedOn(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM pg_listening_channels()")) {
            count.next();
            return count.getInt(1);
        }
    }
}
