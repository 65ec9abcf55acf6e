package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConfigException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be published, and what is said of the rest. */
@OldestAndNewest
final class PublishIT {

    private final PostgresServer server;
    private TestDatabase database;
    private HikariDataSource source;
    private Journal journal;

    PublishIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void install() {
        database = server.newDatabase();
        source = Pool.of(database);
        journal = Journal.on(source);
        journal.install();
    }

    @AfterEach
    void drop() {
        source.close();
        database.close();
    }

    @Test
    void payloads_ofAnySize_areKept() {
        for (String payload : new String[] {
            "1", "\"" + "x".repeat(8_192) + "\"", "\"" + "é🐘".repeat(1_000_000) + "\"", "{\"deep\": [[[{}]]]}", "null"
        }) {
            long id = journal.publish("orders", Json.of(payload));
            assertThat(database.queryOne("SELECT payload::text FROM pgchime.entry WHERE id = " + id))
                    .isEqualTo(payload);
        }
    }

    @Test
    void payload_thatIsNone_isRefused_andSaysWhy() {
        refused("orders", "{\"id\":", "no valid JSON");
        refused("orders", "", "no valid JSON");
        refused("orders", "\"a\\u0000b\"", "\\u0000");
        refused("", "1", "expected 1 to 255 characters");
        refused("c".repeat(256), "1", "expected 1 to 255 characters");
        assertThat(database.queryOne("SELECT count(*) FROM pgchime.entry")).isEqualTo("0");
        assertThat(journal.publish("🐘".repeat(255), Json.of("1"))).isPositive();
    }

    private void refused(String channel, String payload, String why) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> journal.publish(channel, Json.of(payload)))
                .withMessageContaining(why);
    }

    @Test
    void headers_thatAreNoObject_areRefused() throws SQLException {
        try (Connection connection = database.connect()) {
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> journal.publish(
                            connection, "orders", java.util.Optional.empty(), Json.of("1"), Json.of("[]")))
                    .withMessageContaining("no JSON object");
        }
    }

    @Test
    void entry_inTheCallersTransaction_sharesItsFate() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            journal.publish(connection, "orders", "k", Json.of("1"));
            connection.rollback();
            journal.publish(connection, "orders", "k", Json.of("2"));
            assertThat(database.query("SELECT payload FROM pgchime.entry")).isEmpty();
            connection.commit();
            assertThat(connection.getAutoCommit()).isFalse();
        }
        assertThat(database.queryOne("SELECT payload FROM pgchime.entry")).isEqualTo("2");
    }

    @Test
    void journal_thatIsNotInstalled_saysHow() {
        journal.uninstall();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> journal.publish("orders", Json.of("1")))
                .withMessageContaining("pgchime journal install");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> journal.consumer("c")
                        .channels("orders")
                        .handler(entry -> {})
                        .start())
                .withMessageContaining("pgchime journal install");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> journal.watch("public.users").install())
                .withMessageContaining("pgchime journal install");
    }

    @Test
    void copy_ofAJournal_isNotRead_untilThatIsSaid() {
        database.execute("UPDATE pgchime.meta SET timeline = timeline + 1");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> journal.consumer("c")
                        .channels("orders")
                        .handler(entry -> {})
                        .start())
                .withMessageContaining("a copy");
    }

    @Test
    void roleWithoutRights_isRefused() {
        String role = database.name();
        database.createRole(role, "secret");
        try (HikariDataSource other = Pool.of(database, role, "secret")) {
            assertThatExceptionOfType(PgChimeException.class)
                    .isThrownBy(() -> Journal.on(other).publish("orders", Json.of("1")))
                    .withMessageContaining("permission denied");
        }
    }

    @Test
    void writers_beyondThePartitions_doNotFail() {
        database.execute(
                "SELECT setval('pgchime.entry_id_seq', 2999990)",
                "SELECT pgchime.notify('orders', to_jsonb(g)) FROM generate_series(1, 100) AS g");
        assertThat(database.queryOne("SELECT count(*) FROM pgchime.entry_rest")).isEqualTo("90");
        assertThat(database.queryOne("SELECT pgchime.extend()")).isEqualTo("3");
        database.execute("SELECT setval('pgchime.entry_id_seq', 4000000)", "SELECT pgchime.notify('orders', '1')");
        assertThat(database.queryOne(
                        "SELECT tableoid::regclass FROM pgchime.entry WHERE payload = '1' AND id > 4000000"))
                .startsWith("pgchime.entry_3");
    }
}
