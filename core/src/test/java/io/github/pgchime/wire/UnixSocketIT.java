package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.ServerException;
import io.github.pgchime.replication.ReplicationMessage;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server's unix socket; what it says over it does not differ by its version. */
final class UnixSocketIT {

    private static Path directory;
    private static PostgresServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws IOException {
        // Not a @TempDir, whose path may be too long for a socket.
        directory = Files.createTempDirectory(Path.of("/tmp"), "s");
        server = PostgresServer.start(Majors.NEWEST, Map.of("unix_socket_directories", directory.toString()));
        database = server.newDatabase();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        Files.deleteIfExists(directory);
    }

    @Test
    void session_overASocketNamedByTheHost_isLocal() {
        try (PgConnection connection = Scripted.open(byHost())) {
            assertThat(connection
                            .queryRow("SELECT inet_server_addr() IS NULL AS local")
                            .bool("local"))
                    .isTrue();
        }
    }

    @Test
    void session_overASocketNamedByTheParameter_ignoresSslMode() {
        ConnectionOptions options = ConnectionOptions.parse(
                "postgresql://postgres@:" + server.port() + "/" + database.name() + "?host=" + directory
                        + "&sslmode=require",
                Map.of());
        try (PgConnection connection = Scripted.open(options)) {
            assertThat(connection
                            .queryRow("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                            .bool("ssl"))
                    .isFalse();
        }
    }

    @Test
    void role_withAPassword_goesByScramWithoutChannelBinding() {
        ConnectionOptions tcp = ConnectionOptions.parse(database.createRole("socket_tester", "p4ss wörd"), Map.of());
        ConnectionOptions options = tcp.toBuilder().host(directory.toString()).build();
        try (PgConnection connection = Scripted.open(options)) {
            assertThat(connection.queryRow("SELECT current_user AS u").text("u"))
                    .isEqualTo("socket_tester");
        }
    }

    @Test
    void stream_bothWaysAtOnce_works() throws Exception {
        try (WalSender walSender = WalSender.open(byHost(), System::nanoTime)) {
            Lsn start = walSender.createTemporarySlot("socket", "test_decoding");
            walSender.startLogical("socket", Lsn.ZERO, Map.of("skip-empty-xacts", "on"), Integer.MAX_VALUE);
            Background<String> first = Background.of(() -> nextText(walSender));
            first.awaitBlockedOrDone();
            walSender.sendStatus(start, Instant.EPOCH, false);
            database.execute("CREATE TABLE t (a int)", "INSERT INTO t VALUES (42)");
            assertThat(first.get()).startsWith("BEGIN");
            assertThat(nextText(walSender)).isEqualTo("table public.t: INSERT: a[integer]:42");
        }
    }

    @Test
    void interrupt_duringAQuery_endsIt() {
        PgConnection connection = Scripted.open(byHost());
        Background<List<Row>> query = Background.of(() -> connection.query("SELECT pg_sleep(600)"));
        query.awaitBlockedOrDone();
        query.interrupt();
        assertThat(query.failure(ConnectionLostException.class)).hasMessageStartingWith("interrupted while");
        server.terminateBackend(connection.backendPid());
    }

    @Test
    void abort_duringAQuery_endsIt() {
        PgConnection connection = Scripted.open(byHost());
        Background<List<Row>> query = Background.of(() -> connection.query("SELECT pg_sleep(600)"));
        query.awaitBlockedOrDone();
        connection.abort();
        assertThat(query.failure(ConnectionLostException.class)).hasMessage(PgConnection.CLOSED_HERE);
        server.terminateBackend(connection.backendPid());
    }

    @Test
    void session_thatTheServerEnds_saysWhy() {
        PgConnection connection = Scripted.open(byHost());
        Background<List<Row>> query = Background.of(() -> connection.query("SELECT pg_sleep(600)"));
        String asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = "
                + connection.backendPid();
        eventually().until(() -> database.queryOne(asleep).equals("1"));
        server.terminateBackend(connection.backendPid());
        assertThat(query.failure(ServerException.class).sqlState()).isEqualTo("57P01");
    }

    private static ConnectionOptions byHost() {
        return ConnectionOptions.parse(
                "postgresql://postgres@" + directory.toString().replace("/", "%2F") + ":" + server.port() + "/"
                        + database.name(),
                Map.of());
    }

    private static String nextText(WalSender walSender) {
        while (true) {
            if (walSender.next() instanceof ReplicationMessage.XLogData data) {
                return data.payload().text(StandardCharsets.UTF_8);
            }
        }
    }
}
