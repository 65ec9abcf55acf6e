package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.value.Inet;
import io.github.pgchime.value.MacAddress;
import io.github.pgchime.wire.WireReader;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** inet, cidr, macaddr and macaddr8. */
final class Addresses {

    private static final int FOUR = 4;
    private static final int SIX = 16;

    /** The server's AF_INET and, one above, its own number for AF_INET6. */
    private static final int FAMILY_FOUR = 2;

    private static final int FAMILY_SIX = 3;

    private Addresses() {}

    static Inet inetText(byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor("inet", "an address such as 10.0.0.1/8 or ::1", bytes, from, to);
        byte[] address = AddressText.read(text);
        int prefix = text.skip('/') ? (int) text.number(3) : address.length * 8;
        text.expectEnd();
        if (prefix > address.length * 8) {
            throw text.malformed();
        }
        return inet(address, prefix);
    }

    static Inet inetBinary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type inet", bytes, from, to);
        int family = value.int8();
        int prefix = Byte.toUnsignedInt(value.int8());
        value.int8(); // whether it is a cidr
        int length = value.int8();
        boolean sound = (family == FAMILY_FOUR && length == FOUR) || (family == FAMILY_SIX && length == SIX);
        if (!sound || prefix > length * 8 || value.remaining() != length) {
            throw Malformed.value("inet", "a family, a prefix's length, a flag and an address", bytes, from, to);
        }
        return inet(value.bytes(length), prefix);
    }

    private static Inet inet(byte[] address, int prefix) {
        try {
            // The general way takes an IPv4 address mapped into IPv6 for IPv4.
            return new Inet(
                    address.length == SIX
                            ? Inet6Address.getByAddress("", address, -1)
                            : InetAddress.getByAddress("", address),
                    prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    static MacAddress macText(byte[] bytes, int from, int to) {
        long bits = 0;
        for (int at = from; at < to; at++) {
            if ((at - from) % 3 == 2) {
                if (bytes[at] != ':') {
                    throw malformedMac(bytes, from, to);
                }
            } else {
                int digit = HexDigit.of(bytes[at]);
                if (digit < 0) {
                    throw malformedMac(bytes, from, to);
                }
                bits = (bits << 4) | digit;
            }
        }
        return switch (to - from) {
            case 17 -> new MacAddress(bits, 6);
            case 23 -> new MacAddress(bits, 8);
            default -> throw malformedMac(bytes, from, to);
        };
    }

    static MacAddress macBinary(byte[] bytes, int from, int to) {
        if (to - from != 6 && to - from != 8) {
            throw malformedMac(bytes, from, to);
        }
        long bits = 0;
        for (int at = from; at < to; at++) {
            bits = (bits << 8) | Byte.toUnsignedLong(bytes[at]);
        }
        return new MacAddress(bits, to - from);
    }

    private static ProtocolException malformedMac(byte[] bytes, int from, int to) {
        return Malformed.value("macaddr", "6 or 8 bytes such as 08:00:2b:01:02:03", bytes, from, to);
    }
}
