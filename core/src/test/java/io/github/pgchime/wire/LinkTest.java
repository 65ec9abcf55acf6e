package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.Keepalives;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final long MICROSECOND = 1_000;

    private final SocketChannel channel;
    private final Link link;
    private final int before;

    LinkTest() throws IOException {
        channel = SocketChannel.open();
        link = Link.tcp(channel, Keepalives.usual());
        before = window();
    }

    @AfterEach
    void close() {
        link.closeHard();
    }

    @Test
    void keepalives_areSet() throws IOException {
        try (SocketChannel own = SocketChannel.open()) {
            var unused = Link.tcp(
                    own,
                    Keepalives.usual()
                            .idle(Duration.ofSeconds(7))
                            .interval(Duration.ofSeconds(2))
                            .count(3));
            assertThat(own.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(own.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(7);
            assertThat(own.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(2);
            assertThat(own.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        }
        try (SocketChannel own = SocketChannel.open()) {
            var unused = Link.tcp(own, Keepalives.usual().on(false));
            assertThat(own.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
        }
    }

    @Test
    void narrow_overAShortWay_isASmallWindow() throws IOException {
        link.answeredIn(50 * MICROSECOND);
        assertThat(narrowed()).isEqualTo(alike(128 * 1024));
    }

    @Test
    void narrow_overALongerWay_isWhatTheWayHoldsByTheShortestAnswer() throws IOException {
        link.answeredIn(1_000 * MICROSECOND);
        link.answeredIn(1_500 * MICROSECOND);
        assertThat(narrowed()).isEqualTo(alike(150_000));
    }

    @Test
    void narrow_overALongWay_leavesTheWindowToTheKernel() throws IOException {
        link.answeredIn(1_400 * MICROSECOND);
        assertThat(narrowed()).isEqualTo(before);
    }

    @Test
    void narrow_overAWayNotKnown_leavesTheWindowToTheKernel() throws IOException {
        assertThat(narrowed()).isEqualTo(before);
    }

    @Test
    void narrowIfLocal_toThisMachine_isASmallWindowForGood() throws IOException {
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            channel.connect(server.getLocalAddress());
            link.narrowIfLocal();
            assertThat(window()).isEqualTo(alike(32 * 1024));
            link.answeredIn(600 * MICROSECOND);
            assertThat(narrowed()).isEqualTo(alike(32 * 1024));
        }
    }

    @Test
    void narrow_ofAClosedLink_doesNothing() {
        link.answeredIn(0);
        link.closeHard();
        link.narrow();
        link.closeHard();
        assertThat(link.isOpen()).isFalse();
    }

    @Test
    void narrow_ofAUnixSocket_doesNothing() throws IOException {
        Link unix = Link.unix(SocketChannel.open(StandardProtocolFamily.UNIX));
        int own = unix.channel().getOption(StandardSocketOptions.SO_RCVBUF);
        unix.answeredIn(0);
        unix.narrow();
        assertThat(unix.channel().getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(own);
        unix.closeHard();
    }

    private int narrowed() throws IOException {
        link.narrow();
        return window();
    }

    private int window() throws IOException {
        return channel.getOption(StandardSocketOptions.SO_RCVBUF);
    }

    /** What the kernel makes of a size: Linux reports twice as much as was asked for. */
    private static int alike(int bytes) throws IOException {
        try (SocketChannel other = SocketChannel.open()) {
            return other.setOption(StandardSocketOptions.SO_RCVBUF, bytes).getOption(StandardSocketOptions.SO_RCVBUF);
        }
    }
}
