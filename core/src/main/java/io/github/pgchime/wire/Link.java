package io.github.pgchime.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/**
 * A way to the server, over TCP or a unix socket. Its input and its output share no lock, so one thread may write while
 * another waits for bytes. An interrupt of a thread that does either closes it, on whatever kind of thread.
 */
final class Link {

    private static final System.Logger LOG = System.getLogger(Link.class.getName());

    /** Bytes in a nanosecond: twice what a walsender has been seen to send. */
    private static final double FAST = 0.15;

    /**
     * Room for two segments of the loopback's 65,483 bytes. Into a window of less than one, Linux sends nothing until its
     * persist timer has run out, which is five times a second: 64 KB a time.
     */
    private static final int NARROWEST = 128 * 1024;

    /** What every kernel grants ({@code net.core.rmem_max} is more by default), and still makes a difference. */
    private static final int WIDEST = 192 * 1024;

    private final SocketChannel channel;
    private final boolean tcp;

    private Link(SocketChannel channel, boolean tcp) {
        this.channel = channel;
        this.tcp = tcp;
    }

    /** One over TCP, not connected yet. */
    static Link tcp(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return new Link(channel, true);
    }

    /** One over a unix socket, not connected yet. */
    static Link unix(SocketChannel channel) {
        return new Link(channel, false);
    }

    SocketChannel channel() {
        return channel;
    }

    InputStream in() {
        return Channels.newInputStream(channel);
    }

    OutputStream out() {
        return Channels.newOutputStream(channel);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * From now on lets no more bytes come unasked than keep a fast server busy over this round trip, and ends the kernel's
     * own tuning; leaves that alone where it takes more bytes than a small window has.
     */
    void narrow(long roundTrip) {
        double needed = FAST * roundTrip;
        if (!tcp || needed > WIDEST) {
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, Math.max(NARROWEST, (int) needed));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.TRACE, "the receive buffer stays as it is", e);
        }
    }

    boolean isTcp() {
        return tcp;
    }

    /** Closes with a reset: no goodbye in any layer, nothing that could wait. */
    void closeHard() {
        try {
            if (tcp) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.TRACE, "closing a socket that is closed already", e);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.TRACE, "closing a socket", e);
        }
    }
}
