package io.github.pgchime.testkit.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ScriptedServerTest {

    private final ScriptedServer server = ScriptedServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void startup_replicationOrOrdinary_choosesTheScript() throws IOException {
        server.onReplication(Script.empty().send(Frames.errorResponse("00001", "walsender")))
                .onOrdinary(Script.empty().send(Frames.errorResponse("00002", "backend")));
        try (RawClient walsender = new RawClient(server, "user", "u", "replication", "database");
                RawClient backend = new RawClient(server, "user", "u")) {
            assertThat(walsender.frame()).contains("walsender");
            assertThat(backend.frame()).contains("backend");
        }
        server.verify();
        assertThat(server.startups()).extracting(Startup::isReplication).containsExactlyInAnyOrder(true, false);
    }

    @Test
    @Timeout(10)
    void startup_resetByTheClient_isNoFailure() throws IOException {
        Socket knocking = new Socket(InetAddress.getLoopbackAddress(), server.port());
        awaitConnections(1);
        knocking.setSoLinger(true, 0);
        knocking.close();
        awaitConnections(0);
        server.verify();
    }

    private void awaitConnections(int count) {
        while (server.connections() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void expectQuery_asExpected_sendsTheAnswer() throws IOException {
        server.onOrdinary(Script.welcome()
                .expectQuery("SELECT 1", Frames.commandComplete("SELECT 0"), Frames.readyForQuery('I'))
                .expectEnd());
        try (RawClient client = new RawClient(server, "user", "u")) {
            client.skipTo('Z');
            client.query("SELECT 1");
            assertThat(client.frame()).isEqualTo("CSELECT 0");
        }
        server.verify();
        assertThat(server.queries()).containsExactly("SELECT 1");
    }

    @Test
    void expectQuery_anotherQuery_failsVerifyWithBoth() throws IOException {
        server.onOrdinary(Script.empty().expectQuery("SELECT 1"));
        try (RawClient client = new RawClient(server, "user", "u")) {
            client.query("SELECT 2");
            assertThatThrownBy(server::verify)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("step 1")
                    .hasMessageContaining("expected Query <SELECT 1>, got Query <SELECT 2>");
        }
    }

    @Test
    void expectQuery_silentClient_failsVerifyWhenPatienceEnds() throws IOException {
        server.patience(Duration.ofMillis(100)).onOrdinary(Script.empty().expectQuery("SELECT 1"));
        try (RawClient client = new RawClient(server, "user", "u")) {
            assertThatThrownBy(client::frame).isInstanceOf(SocketException.class);
            assertThatThrownBy(server::verify).hasMessageContaining("nothing came within PT0.1S");
        }
    }

    @Test
    void close_failedStepNotVerified_rethrowsIt() throws IOException {
        try (ScriptedServer other = ScriptedServer.start()) {
            other.onOrdinary(Script.empty().expectQuery("SELECT 1"));
            try (RawClient client = new RawClient(other, "user", "u")) {
                client.query("SELECT 2");
                assertThatThrownBy(client::frame).isInstanceOf(SocketException.class);
            }
            assertThatThrownBy(other::verify).hasMessageContaining("SELECT 2");
        }
    }

    @Test
    void verify_scriptNeverPlayed_fails() {
        server.patience(Duration.ofMillis(20)).onReplication(Script.empty());
        assertThatThrownBy(server::verify).hasMessageContaining("1 never began");
    }

    @Test
    void scripts_several_arePlayedInTurnAndTheLastAgain() throws IOException {
        server.onOrdinary(
                Script.empty().send(Frames.commandComplete("1")), Script.empty().send(Frames.commandComplete("2")));
        for (String expected : List.of("C1", "C2", "C2")) {
            try (RawClient client = new RawClient(server, "user", "u")) {
                assertThat(client.frame()).isEqualTo(expected);
                assertThat(client.frame()).isEqualTo("end");
            }
        }
        server.verify();
    }

    @Test
    void connection_withoutScript_isReset() throws IOException {
        try (RawClient client = new RawClient(server, "user", "u")) {
            assertThatThrownBy(client::frame).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void reset_step_resets() throws IOException {
        CountDownLatch mayReset = new CountDownLatch(1);
        server.onOrdinary(
                Script.empty().send(Frames.commandComplete("1")).await(mayReset).reset());
        try (RawClient client = new RawClient(server, "user", "u")) {
            assertThat(client.frame()).isEqualTo("C1");
            mayReset.countDown();
            assertThatThrownBy(client::frame).isInstanceOf(SocketException.class);
        }
        server.verify();
    }

    @Test
    void expectStatus_severalUpdates_readsToTheOneExpected() throws IOException {
        AtomicReference<StandbyStatus> seen = new AtomicReference<>(new StandbyStatus(0, 0, 0, 0, false));
        server.onReplication(Script.empty().expectStatus("flushed 7", status -> {
            seen.set(status);
            return status.flushed() == 7;
        }));
        try (RawClient client = new RawClient(server, "replication", "database")) {
            client.write(status(8, 6));
            client.write(status(9, 7));
            assertThat(client.frame()).isEqualTo("end");
        }
        server.verify();
        assertThat(seen.get().written()).isEqualTo(9);
    }

    @Test
    void answerUntil_thatQuery_goesOnWithTheScript() throws IOException {
        server.onReplication(Script.empty()
                .answerUntil("START_REPLICATION", sql -> Frames.done(sql), Frames.copyBothResponse())
                .send(Frames.keepalive(7, true))
                .expectStatus()
                .silence());
        try (RawClient client = new RawClient(server, "replication", "database")) {
            client.query("IDENTIFY_SYSTEM");
            assertThat(client.frame()).isEqualTo("CIDENTIFY_SYSTEM");
            client.skipTo('Z');
            client.query("START_REPLICATION SLOT s LOGICAL 0/0");
            client.skipTo('W');
            client.skipTo('d');
            client.write(status(7, 7));
            server.verify();
        }
        assertThat(server.queries()).hasSize(2);
    }

    @Test
    void answer_anyQueries_satisfiesARealDriver() throws Exception {
        server.onOrdinary(Script.welcome().answer(sql -> Frames.row(List.of("said"), List.of(sql))));
        String url = "jdbc:postgresql://127.0.0.1:" + server.port()
                + "/db?user=u&sslmode=prefer&preferQueryMode=simple&assumeMinServerVersion=18";
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT hello")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("said")).isEqualTo("SELECT hello");
        }
        server.verify();
    }

    private static byte[] status(long written, long flushed) {
        return Frames.copyData(new Body()
                .int8('r')
                .int64(written)
                .int64(flushed)
                .int64(flushed)
                .int64(0)
                .int8(0)
                .toBytes());
    }
}
