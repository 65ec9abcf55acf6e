package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

@OldestAndNewest
final class PublishIT {

    private final PostgresServer server;
    private final TestJournal test;

    PublishIT(PostgresServer server) {
        this.server = server;
        this.test = TestJournal.shared(server, "NULL");
    }

    @AfterParameterizedClassInvocation
    static void drop() {
        TestJournal.closeShared();
    }

    @Test
    void publish_byItself_isAnEntry() {
        assertThat(test.journal.publish("orders", Json.of("{\"id\":42}"))).isEqualTo(1);
        Publication whole =
                Publication.of("orders", Json.of("null")).withKey("customer-7").withHeader("trace", "a\"b");
        assertThat(test.journal.publish(whole)).isEqualTo(2);
        assertThat(test.entries("channel, key, payload, headers"))
                .containsExactly(
                        List.of("orders", "NULL", "{\"id\": 42}", "{}"),
                        List.of("orders", "customer-7", "null", "{\"trace\": \"a\\\"b\"}"));
    }

    @Test
    void publish_inTheCallersTransaction_comesAndGoesWithIt() throws SQLException {
        try (Connection connection = test.database.connect()) {
            connection.setAutoCommit(false);
            test.journal.publish(connection, "orders", "k", Json.of("1"));
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(test.entries("id")).isEmpty();
            connection.rollback();
            test.journal.publish(connection, "orders", Json.of("2"));
            connection.commit();
            connection.setAutoCommit(true);
            test.journal.publish(connection, "orders", Json.of("3"));
            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(test.entries("payload")).containsExactly(List.of("2"), List.of("3"));
    }

    @Test
    void payloads_ofAllSizesAndAlphabets_arriveAsTheyAre() {
        String letters = "aé漢😀\"\\\n";
        for (int length : new int[] {0, 8_192, 5 << 20}) {
            String text = letters.repeat(length / letters.length());
            long id = test.journal.publish("big", Json.of(quoted(text)));
            assertThat(test.database.queryOne("SELECT payload #>> '{}' FROM pgchime.entry WHERE id = " + id))
                    .isEqualTo(text);
        }
        assertThat(test.journal.publish("small", Json.of("7"))).isEqualTo(4);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Test
    void publish_whatJsonbRefuses_isAMistakeThatTellsNothingOfIt() {
        for (String text : new String[] {"{secret", "\"secret\\u0000\"", "\"secret\\ud800\"", "1e999999", ""}) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> test.journal.publish("orders", new Json(text)))
                    .withMessageContaining("jsonb cannot hold")
                    .withMessageNotContaining("secret");
        }
    }

    @Test
    void publish_refusedInTheCallersConnection_isTheSameMistake() throws SQLException {
        try (Connection connection = test.database.connect()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> test.journal.publish(connection, "orders", new Json("{")));
            String pid = test.database.queryOne("SELECT pid FROM pg_stat_activity WHERE query LIKE '%pgchime.notify%'"
                    + " AND pid <> pg_backend_pid() AND datname = current_database()");
            server.terminateBackend(Integer.parseInt(pid));
            assertThatExceptionOfType(PgChimeException.class)
                    .isThrownBy(() -> test.journal.publish(connection, "orders", Json.of("1")))
                    .matches(PgChimeException::isRetryable);
        }
    }

    @Test
    void publish_serverThatIsBusy_isWorthAnotherAttempt() throws SQLException {
        try (Connection blocker = test.database.connect();
                Connection connection = test.database.connect()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE pgchime.entry IN ACCESS EXCLUSIVE MODE");
            connection.createStatement().execute("SET lock_timeout = '50ms'");
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> test.journal.publish(connection, "orders", Json.of("1")))
                    .matches(thrown -> thrown.sqlState().equals("55P03") && thrown.isRetryable());
        }
    }

    @Test
    void notify_inPlainSql_takesAndRefusesTheSame() {
        assertThat(test.database.queryOne("SELECT pgchime.notify('orders', '{\"id\":42}')"))
                .isEqualTo("1");
        assertThat(test.database.queryOne("SELECT pgchime.notify('orders', '{}', 'k', '{\"h\":1}')"))
                .isEqualTo("2");
        for (String call : new String[] {
            "NULL, '1'",
            "'', '1'",
            "repeat('x', 256), '1'",
            "'c', NULL",
            "'c', '1', repeat('é', 501)",
            "'c', '1', 'k', '[]'"
        }) {
            assertThatExceptionOfType(RuntimeException.class)
                    .as(call)
                    .isThrownBy(() -> test.database.queryOne("SELECT pgchime.notify(" + call + ")"));
        }
        assertThat(test.database.queryOne("SELECT pgchime.notify(repeat('é', 255), '1', repeat('é', 500))"))
                .isNotEqualTo("NULL");
    }

    @Test
    void publications_outOfRange_areRefusedBeforeTheServerSeesThem() {
        assertRefused(() -> Publication.of("", Json.of("1")), "channel");
        assertRefused(() -> Publication.of("x".repeat(256), Json.of("1")), "channel");
        assertRefused(() -> Publication.of("a\0", Json.of("1")), "channel");
        assertRefused(() -> Publication.of("c", Json.of("1")).withKey("é".repeat(501)), "key");
        assertRefused(() -> Publication.of("c", Json.of("1")).withHeader("h", "\0"), "header");
        Publication most = new Publication("😀".repeat(255), Optional.of("é".repeat(500)), Json.of("1"), Map.of());
        assertThat(test.journal.publish(most)).isEqualTo(1);
    }

    private static void assertRefused(Runnable action, String part) {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(action::run).withMessageStartingWith(part);
    }

    @Test
    void publish_wakingByNotify_notifiesOncePerChannelAndTransaction() throws SQLException {
        test.journal.install(InstallOptions.defaults().withWakeByNotify(true));
        try (Connection listener = test.database.connect();
                Connection writer = test.database.connect()) {
            listener.createStatement().execute("LISTEN pgchime_entry");
            writer.setAutoCommit(false);
            for (int i = 0; i < 3; i++) {
                test.journal.publish(writer, "orders", Json.of("1"));
                test.journal.publish(writer, "invoices", Json.of("1"));
            }
            writer.commit();
            PGNotification[] heard = listener.unwrap(PGConnection.class).getNotifications(10_000);
            assertThat(heard).extracting(PGNotification::getParameter).containsExactly("orders", "invoices");
        }
    }
}
