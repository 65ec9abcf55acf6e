package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Keepalives;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

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

    /**
     * What the kernel doubles, as Linux does, and gives out as a window of 64 KB: twice a segment on this machine, see
     * {@link #narrowIfLocal}.
     */
    private static final int LOCAL = 32 * 1024;

    /** What every kernel grants ({@code net.core.rmem_max} is more by default), and still makes a difference. */
    private static final int WIDEST = 192 * 1024;

    private final SocketChannel channel;
    private final boolean tcp;
    private boolean local;
    private long roundTrip = Long.MAX_VALUE;

    private Link(SocketChannel channel, boolean tcp) {
        this.channel = channel;
        this.tcp = tcp;
    }

    /** One over TCP, not connected yet. */
    static Link tcp(SocketChannel channel, Keepalives keepalives) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, keepalives.enabled());
        if (keepalives.enabled()) {
            set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, keepalives.idle().map(Link::seconds));
            set(
                    channel,
                    ExtendedSocketOptions.TCP_KEEPINTERVAL,
                    keepalives.interval().map(Link::seconds));
            set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, keepalives.count());
        }
        return new Link(channel, true);
    }

    private static int seconds(Duration time) {
        return Math.toIntExact(time.toSeconds());
    }

    private static void set(SocketChannel channel, SocketOption<Integer> option, Optional<Integer> value)
            throws IOException {
        if (value.isPresent()) {
            if (!channel.supportedOptions().contains(option)) {
                throw new ConfigException(
                        option.name() + " cannot be set on this operating system; leave keepalives_* out");
            }
            channel.setOption(option, value.get());
        }
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

    /** Takes note that something was answered in so many nanoseconds: no fewer than a round trip takes. */
    void answeredIn(long nanos) {
        roundTrip = Math.min(roundTrip, nanos);
    }

    /**
     * From now on lets no more bytes come unasked than keep a fast server busy over the shortest round trip there was, and
     * ends the kernel's own tuning; leaves that alone where it takes more bytes than a small window has.
     */
    void narrow() {
        double needed = FAST * roundTrip;
        if (tcp && !local && needed <= WIDEST) {
            window(Math.max(NARROWEST, (int) needed));
        }
    }

    /**
     * As {@link #narrow}, at once, if the server is on this machine. There a segment has up to 64 KB, or half of the widest
     * window that was ever open; when less than a segment has room but more than half of the window is free, the sender waits
     * for an update that is not due before a timer, five times in a second. So the window must never have been wide.
     */
    void narrowIfLocal() throws IOException {
        local = isLocal();
        if (local) {
            window(LOCAL);
        }
    }

    private boolean isLocal() throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress there
                && channel.getLocalAddress() instanceof InetSocketAddress here
                && there.getAddress().equals(here.getAddress());
    }

    private void window(int bytes) {
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
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
