package io.github.pgchime.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {

    private EchoServer echo;
    private FaultProxy proxy;
    private Socket client;

    FaultProxyTest() throws IOException {
        echo = EchoServer.start();
        proxy = FaultProxy.to("127.0.0.1", echo.port());
        client = connect();
    }

    @BeforeEach
    void roundTrip() throws IOException {
        say("hello");
        assertThat(hear(5)).isEqualTo("hello");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        echo.close();
    }

    @Test
    void connections_oneOpen_areCountedUntilTheClientCloses() throws IOException {
        assertThat(proxy.connections()).isEqualTo(1);
        assertThat(proxy.accepted()).isEqualTo(1);
        client.close();
        Waiting.until("the connection to end", () -> proxy.connections() == 0);
    }

    @Test
    void blackhole_holdsEverything_untilResume() throws IOException {
        proxy.blackhole();
        say("held");
        client.setSoTimeout(100);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(10_000);
        proxy.resume();
        assertThat(hear(4)).isEqualTo("held");
    }

    @Test
    void cut_resetsOpenConnections_butNotNewOnes() throws IOException {
        proxy.cut();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        client.close();
        client = connect();
        roundTrip();
    }

    @Test
    void cut_whileBlackholed_endsConnectionsWithoutResume() throws IOException {
        proxy.blackhole();
        say("lost");
        proxy.cut();
        Waiting.until("the connection to end", () -> proxy.connections() == 0);
    }

    @Test
    void refuse_resetsNewConnections_untilItIsTakenBack() throws IOException {
        proxy.refuse(true);
        roundTrip();
        assertThatThrownBy(() -> {
                    try (Socket refused = connect()) {
                        refused.getOutputStream().write(1);
                        throw new IOException("read " + refused.getInputStream().read());
                    }
                })
                .isInstanceOf(SocketException.class);
        proxy.refuse(false);
        client.close();
        client = connect();
        roundTrip();
    }

    @Test
    void cutAfter_lessThanWhatComes_deliversJustThatManyBytesAndEnds() throws IOException {
        proxy.cutAfter(3);
        say("123456");
        assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("123");
    }

    @Test
    void url_direct_leadsThroughTheProxy() {
        assertThat(proxy.url("postgresql://u:p@10.0.0.1:5432/db?sslmode=disable"))
                .isEqualTo("postgresql://u:p@127.0.0.1:" + proxy.port() + "/db?sslmode=disable");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private void say(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private String hear(int bytes) throws IOException {
        return new String(client.getInputStream().readNBytes(bytes), US_ASCII);
    }
}
