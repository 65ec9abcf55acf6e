package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ServerException;
import io.github.pgchime.TargetSessionAttrs;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSearchTest {

    private final ScriptedServer first = ScriptedServer.start();
    private final ScriptedServer second = ScriptedServer.start();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static Script server(boolean standby, boolean readOnly) {
        return Script.empty()
                .send(
                        Frames.authenticationOk(),
                        Frames.parameterStatus("in_hot_standby", standby ? "on" : "off"),
                        Frames.parameterStatus("default_transaction_read_only", readOnly ? "on" : "off"),
                        Frames.backendKeyData(7, 8),
                        Frames.readyForQuery('I'))
                .expectHangUp();
    }

    private ConnectionOptions both(TargetSessionAttrs attrs) {
        return Scripted.options(first).toBuilder()
                .host("127.0.0.1,127.0.0.1")
                .ports(List.of(first.port(), second.port()))
                .targetSessionAttrs(attrs)
                .build();
    }

    private static PgConnection open(ConnectionOptions options, Random random) {
        return new HostSearch(options, PgConnection.Role.ORDINARY, System::nanoTime, random).connect();
    }

    private static int portOf(ConnectionOptions options) {
        try (PgConnection connection = open(options, new Random(1))) {
            return connection.options().port();
        }
    }

    private void answer(ScriptedServer server, boolean standby, boolean readOnly) {
        server.onOrdinary(server(standby, readOnly), server(standby, readOnly));
    }

    /** The first is a standby, the second a primary that is read-only by default; 0 is neither. */
    @ParameterizedTest
    @CsvSource({"ANY, 1", "READ_WRITE, 0", "READ_ONLY, 1", "PRIMARY, 2", "STANDBY, 1", "PREFER_STANDBY, 1"})
    void server_isTheFirstThatWillDo(TargetSessionAttrs attrs, int which) {
        answer(first, true, false);
        answer(second, false, true);
        if (which == 0) {
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> portOf(both(attrs)))
                    .withMessage("none of 2 hosts will do: the server at 127.0.0.1 port " + first.port()
                            + " is a standby and target_session_attrs is read-write; the server at 127.0.0.1 port "
                            + second.port()
                            + " is a primary, read-only by default, and target_session_attrs is read-write");
        } else {
            assertThat(portOf(both(attrs))).isEqualTo(which == 1 ? first.port() : second.port());
        }
    }

    @Test
    void standby_thatIsPreferred_isNoMust() {
        answer(first, false, false);
        answer(second, false, false);
        assertThat(portOf(both(TargetSessionAttrs.PREFER_STANDBY))).isEqualTo(first.port());
    }

    /** Such as a pooler before it. */
    @Test
    void server_thatDoesNotReportItsState_isAsked() {
        first.onOrdinary(Script.welcome()
                .expectQuery(
                        "SELECT pg_is_in_recovery()::text AS state",
                        Frames.row(List.of("state"), List.of("true")).toArray(new byte[0][]))
                .expectQuery(
                        "SELECT current_setting('default_transaction_read_only') AS state",
                        Frames.row(List.of("state"), List.of("off")).toArray(new byte[0][]))
                .expectHangUp());
        assertThat(portOf(both(TargetSessionAttrs.STANDBY))).isEqualTo(first.port());
    }

    @Test
    void server_thatIsStarting_isPassedOver() {
        first.onOrdinary(Script.empty().send(Frames.fatal("57P03", "the database system is starting up")));
        answer(second, false, false);
        assertThat(portOf(both(TargetSessionAttrs.ANY))).isEqualTo(second.port());
    }

    @Test
    void server_thatRefusesTheUser_endsTheSearch() {
        first.onOrdinary(Script.empty().send(Frames.fatal("28P01", "password authentication failed")));
        answer(second, false, false);
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> portOf(both(TargetSessionAttrs.ANY)))
                .withMessageContaining("password authentication failed");
        assertThat(second.connections()).isZero();
    }

    @Test
    void server_thatHangs_hasItsShareOfTheTime() {
        first.onOrdinary(Script.empty().expectHangUp());
        answer(second, false, false);
        ConnectionOptions hasty = both(TargetSessionAttrs.ANY).toBuilder()
                .connectTimeout(Duration.ofSeconds(1))
                .build();
        assertThat(portOf(hasty)).isEqualTo(second.port());
    }

    @Test
    void host_withoutServer_isPassedOver() throws IOException {
        answer(second, false, false);
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        ConnectionOptions options = both(TargetSessionAttrs.ANY).toBuilder()
                .host("no..such,127.0.0.1,127.0.0.1")
                .ports(List.of(1, free, second.port()))
                .build();
        assertThat(portOf(options)).isEqualTo(second.port());
    }

    @Test
    void order_isDrawn_whereTheLoadIsBalanced() {
        List<Integer> ports = new ArrayList<>();
        ConnectionOptions balanced =
                both(TargetSessionAttrs.ANY).toBuilder().loadBalanceHosts(true).build();
        Random random = new Random(3);
        for (int i = 0; i < 8; i++) {
            first.onOrdinary(server(false, false));
            second.onOrdinary(server(false, false));
            try (PgConnection connection = open(balanced, random)) {
                ports.add(connection.options().port());
            }
        }
        assertThat(ports).contains(first.port(), second.port());
    }

    @Test
    void address_isConnectedTo_inPlaceOfTheName() {
        answer(first, false, false);
        ConnectionOptions options = Scripted.options(first).toBuilder()
                .host("no..such")
                .hostAddress("127.0.0.1")
                .build();
        assertThat(portOf(options)).isEqualTo(first.port());
    }
}
