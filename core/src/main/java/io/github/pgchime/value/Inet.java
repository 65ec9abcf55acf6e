package io.github.pgchime.value;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An address of a host, of {@code inet} or {@code cidr}, and the length of its network's prefix.
 *
 * @param address an IPv4 or IPv6 address, which no name was looked up for
 * @param prefixLength up to 32 for IPv4, up to 128 for IPv6
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html">PostgreSQL: network address types</a>
 */
public record Inet(InetAddress address, int prefixLength) {

    public Inet {
        if (prefixLength < 0 || prefixLength > bits(address)) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " of " + address.getHostAddress()
                    + ": expected 0 to " + bits(address));
        }
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    /** PostgreSQL's form of an {@code inet}: the prefix's length only where it is not the whole address. */
    @Override
    public String toString() {
        String host = address instanceof Inet4Address ? address.getHostAddress() : InetSix.text(address.getAddress());
        return prefixLength == bits(address) ? host : host + "/" + prefixLength;
    }
}
