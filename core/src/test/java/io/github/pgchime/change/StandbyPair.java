package io.github.pgchime.change;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A primary with a shop, its standby, and an address that leads to the one and then to the other. */
final class StandbyPair implements AutoCloseable {

    private static final int CARRIES_SLOTS_FROM = 17;

    private final PostgresServer primary;
    private final PostgresServer standby;
    private final FaultProxy proxy;
    private final Shop shop;

    StandbyPair(int major) {
        primary = PostgresServer.start(major, Map.of());
        proxy = FaultProxy.to(primary);
        shop = new Shop(primary);
        shop.database().execute("SELECT pg_create_physical_replication_slot('standby', true)");
        Map<String, String> settings =
                new HashMap<>(Map.of("primary_slot_name", "standby", "hot_standby_feedback", "on"));
        if (carriesSlots(major)) {
            settings.put("sync_replication_slots", "on");
        }
        standby = primary.standby(settings);
        if (carriesSlots(major)) {
            // Not before the copy: as a primary it would wait for a standby of its own.
            primary.setting("synchronized_standby_slots", "standby");
        }
    }

    static boolean carriesSlots(int major) {
        return major >= CARRIES_SLOTS_FROM;
    }

    Shop shop() {
        return shop;
    }

    PostgresServer standby() {
        return standby;
    }

    PostgresServer primary() {
        return primary;
    }

    ChangeStreamBuilder stream() {
        return shop.stream(proxy.url(shop.database().url()));
    }

    String onStandby(String query) {
        String url = standby.superuserUrl(shop.slot()).replace("postgresql://postgres@", "jdbc:postgresql://");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    void awaitReplay() {
        String end = shop.walEnd().toString();
        eventually()
                .until(() -> onStandby("SELECT pg_last_wal_replay_lsn() >= '" + end + "'::pg_lsn")
                        .equals("t"));
    }

    void failOver() {
        disconnect();
        primary.stop();
        promote();
    }

    /** A server does not shut down before a logical walsender's client has confirmed everything. */
    void disconnect() {
        proxy.refuse(true);
        proxy.cut();
        shop.awaitInactive();
    }

    void promote() {
        assertThat(onStandby("SELECT pg_promote()")).isEqualTo("t");
        proxy.redirect(standby);
        proxy.refuse(false);
    }

    @Override
    public void close() {
        proxy.close();
        standby.close();
        primary.close();
    }
}
