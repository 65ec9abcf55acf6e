package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolVersion;
import io.github.pgchime.ServerException;
import io.github.pgchime.replication.ReplicationMessage;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryMajor
final class WireIT {

    private final PostgresServer server;
    private TestDatabase database;

    WireIT(PostgresServer server) {
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
    void query_typedRowsAndNulls_areRead() {
        try (PgConnection connection = open()) {
            Row row = connection.queryRow("SELECT -7 AS n, 'ßƒ' AS t, true AS b, '1/A'::pg_lsn AS l, NULL AS none");
            assertThat(row.int64("n")).isEqualTo(-7);
            assertThat(row.text("t")).isEqualTo("ßƒ");
            assertThat(row.bool("b")).isTrue();
            assertThat(row.lsn("l")).isEqualTo(Lsn.parse("1/A"));
            assertThat(row.optional("none")).isEmpty();
            assertThat(connection.majorVersion()).isEqualTo(server.major());
            assertThat(connection.queryRow("SELECT pg_backend_pid() AS pid").int64("pid"))
                    .isEqualTo(connection.backendPid());
        }
    }

    @Test
    void query_bigResults_comeWhole() {
        try (PgConnection connection = open()) {
            List<Row> rows = connection.query("SELECT i, repeat('x', i % 100) AS x FROM generate_series(1, 50000) i");
            assertThat(rows).hasSize(50_000);
            assertThat(rows.getLast().int64("i")).isEqualTo(50_000);
            assertThat(connection.queryRow("SELECT repeat('é', 5000000) AS x").text("x"))
                    .hasSize(5_000_000);
        }
    }

    @Test
    void query_severalStatements_giveTheRowsOfAll() {
        try (PgConnection connection = open()) {
            assertThat(connection.query("SELECT 1 AS a; CREATE TABLE t (a int); SELECT 2 AS b, 3 AS c;"))
                    .hasSize(2);
            assertThat(connection.query(";")).isEmpty();
        }
    }

    @Test
    void query_error_hasItsFieldsAndLeavesTheSessionUsable() {
        try (PgConnection connection = open()) {
            ServerException failure =
                    catchThrowableOfType(ServerException.class, () -> connection.query("SELECT 1; SELECT nonsense"));
            assertThat(failure.sqlState()).isEqualTo("42703");
            assertThat(failure.error().field('P')).isPresent();
            assertThat(connection.query("SELECT 1")).hasSize(1);
        }
    }

    @Test
    void settings_thatChange_areReported() {
        try (PgConnection connection = open()) {
            assertThat(connection.parameter("standard_conforming_strings")).contains("on");
            connection.query("SET TimeZone = 'Asia/Tokyo'");
            assertThat(connection.parameter("TimeZone")).contains("Asia/Tokyo");
        }
    }

    @Test
    void notifications_ofOthersAndOneself_areHandedOver() {
        try (PgConnection connection = open()) {
            List<BackendMessage.NotificationResponse> told = new ArrayList<>();
            connection.onNotification(told::add);
            connection.query("LISTEN \"a channel\"");
            connection.query("NOTIFY \"a channel\", 'mine'");
            database.execute("SELECT pg_notify('a channel', 'another''s')");
            connection.query("SELECT 1");
            assertThat(told)
                    .extracting(BackendMessage.NotificationResponse::payload)
                    .containsExactly("mine", "another's");
            assertThat(told.getFirst().senderPid()).isEqualTo(connection.backendPid());
        }
    }

    @Test
    void termination_byTheServer_isAnErrorOrALostConnection() {
        try (PgConnection connection = open()) {
            server.terminateBackend(connection.backendPid());
            PgChimeException failure =
                    catchThrowableOfType(PgChimeException.class, () -> connection.query("SELECT pg_sleep(60)"));
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "ünïcode ŵörd", "a\u00A0b ﬁ \u00AA", "bell\u0007 \uE000"})
    void password_ofAnyKind_isTakenAsTheServerTakesIt(String password) {
        ConnectionOptions options = ConnectionOptions.parse(database.createRole("wire_scram", "x"), Map.of());
        database.execute("ALTER ROLE wire_scram PASSWORD '" + password + "'");
        Scripted.open(options.toBuilder()
                        .password(PasswordSupplier.of(password.toCharArray()))
                        .build())
                .close();
    }

    @Test
    void password_withFewIterations_isTaken() {
        assumeTrue(server.major() >= 16, "scram_iterations came with 16");
        String url = database.createRole("wire_iterations", "x");
        database.execute("SET scram_iterations = 1; ALTER ROLE wire_iterations PASSWORD 'secret'");
        ConnectionOptions options = ConnectionOptions.parse(url, Map.of()).toBuilder()
                .password(PasswordSupplier.of("secret".toCharArray()))
                .build();
        Scripted.open(options).close();
    }

    @Test
    void password_wrong_isTheServersErrorAndNotRetried() {
        String url = database.createRole("wire_wrong", "right").replace("right", "wrong");
        ServerException failure = catchThrowableOfType(ServerException.class, () -> open(url));
        assertThat(failure.sqlState()).isEqualTo("28P01");
        assertThat(failure.isRetryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cleartext", "md5"})
    void password_askedForInAnotherForm_isAMistakeInTheConfiguration(String method) {
        String url = database.createRole("wire_" + method, "secret", "IN ROLE " + method);
        if (method.equals("md5")) {
            database.execute("SET password_encryption = 'md5'; ALTER ROLE wire_md5 PASSWORD 'secret'");
        }
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> open(url))
                .withMessageContaining("scram-sha-256")
                .withMessageNotContaining("secret");
    }

    @Test
    void protocol_isTheNewestThatTheServerHas() {
        ConnectionOptions.Builder latest =
                ConnectionOptions.parse(database.url() + "&max_protocol_version=latest", Map.of()).toBuilder();
        Scripted.open(latest.build()).close();
        ConnectionOptions nothingOlder =
                latest.minProtocolVersion(ProtocolVersion.V3_2).build();
        if (server.major() >= 18) {
            Scripted.open(nothingOlder).close();
        } else {
            assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Scripted.open(nothingOlder));
        }
    }

    @Test
    void database_unknown_isTheServersError() {
        String url = server.superuserUrl("no_such_database");
        assertThat(catchThrowableOfType(ServerException.class, () -> open(url)).sqlState())
                .isEqualTo("3D000");
    }

    @Test
    void options_reachTheServer() {
        ConnectionOptions options = ConnectionOptions.parse(database.url(), Map.of()).toBuilder()
                .options("-c geqo=off")
                .applicationName("wire test")
                .build();
        try (PgConnection connection = Scripted.open(options)) {
            Row row = connection.queryRow(
                    "SELECT current_setting('geqo') AS geqo," + " current_setting('application_name') AS name");
            assertThat(row.text("geqo")).isEqualTo("off");
            assertThat(row.text("name")).isEqualTo("wire test");
        }
    }

    @Test
    void stream_fromATemporarySlot_bringsChangesAndAnswers() {
        try (WalSender walSender = walSender(database.url())) {
            Lsn start = walSender.createTemporarySlot("wire_" + database.name(), "test_decoding");
            walSender.startLogical(
                    "wire_" + database.name(), Lsn.ZERO, Map.of("skip-empty-xacts", "on"), Integer.MAX_VALUE);
            database.execute("CREATE TABLE t (a int)", "INSERT INTO t VALUES (42)");
            assertThat(nextText(walSender)).startsWith("BEGIN");
            assertThat(nextText(walSender)).isEqualTo("table public.t: INSERT: a[integer]:42");
            assertThat(nextText(walSender)).startsWith("COMMIT");
            walSender.sendStatus(start, Instant.EPOCH, true);
            ReplicationMessage answer = walSender.next();
            while (!(answer instanceof ReplicationMessage.Keepalive)) {
                answer = walSender.next();
            }
            assertThat(database.slots()).hasSize(1);
        }
    }

    @Test
    void stream_refused_isTheServersErrorAndTheSessionUsable() {
        try (WalSender walSender = walSender(database.url())) {
            assertThat(catchThrowableOfType(
                                    ServerException.class,
                                    () -> walSender.startLogical("no_such_slot", Lsn.ZERO, Map.of(), 10))
                            .sqlState())
                    .isEqualTo("42704");
            assertThat(walSender.query("SELECT 1 AS a").getFirst().int64("a")).isEqualTo(1);
        }
    }

    @Test
    void stream_cutAnywhere_isALostConnection() {
        try (FaultProxy proxy = FaultProxy.to(server);
                WalSender walSender = walSender(proxy.url(database.url()))) {
            walSender.createTemporarySlot("cut_" + database.name(), "test_decoding");
            walSender.startLogical("cut_" + database.name(), Lsn.ZERO, Map.of(), 10);
            proxy.cutAfter(3);
            database.execute("CREATE TABLE t (a int)");
            assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> {
                while (true) {
                    walSender.next();
                }
            });
        }
    }

    /** A walsender that shuts down waits until this side has all, and then says so. */
    @Test
    void stream_serverShutsDown_isALostConnection() throws Exception {
        assumeThat(server.major()).isIn(Majors.oldestAndNewest());
        try (PostgresServer own = PostgresServer.start(server.major(), Map.of());
                WalSender walSender = walSender(own.superuserUrl("postgres"))) {
            walSender.createTemporarySlot("s", "test_decoding");
            walSender.startLogical("s", Lsn.ZERO, Map.of(), 10);
            // Before that it would just be terminated, as any other session is.
            eventually().until(() -> isStreaming(own));
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(own::stop);
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            if (walSender.next() instanceof ReplicationMessage.Keepalive(long walEnd, boolean asked)) {
                                walSender.sendStatus(new Lsn(walEnd), Instant.EPOCH, false);
                            }
                        }
                    })
                    .withMessage("the server ended the replication stream");
            stopping.get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean isStreaming(PostgresServer server) {
        try (PgConnection connection = open(server.superuserUrl("postgres"))) {
            return connection
                    .queryRow("SELECT coalesce(bool_and(state = 'streaming'), false) AS it FROM pg_stat_replication")
                    .bool("it");
        }
    }

    private PgConnection open() {
        return open(database.url());
    }

    private static PgConnection open(String url) {
        return Scripted.open(ConnectionOptions.parse(url, Map.of()));
    }

    private static WalSender walSender(String url) {
        return WalSender.open(ConnectionOptions.parse(url, Map.of()), () -> 0);
    }

    private static String nextText(WalSender walSender) {
        while (true) {
            if (walSender.next() instanceof ReplicationMessage.XLogData data) {
                return data.payload().text(StandardCharsets.UTF_8);
            }
        }
    }
}
