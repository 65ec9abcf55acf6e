package io.github.pgchime.codec;

import java.util.Arrays;

/** The text of an IPv4 or IPv6 address. */
final class AddressText {

    private static final int BYTES_OF_SIX = 16;

    private AddressText() {}

    /** The address up to the end or a slash: 4 or 16 bytes. */
    static byte[] read(TextCursor text) {
        int start = text.at();
        text.skipDigits();
        boolean four = text.peek() == '.';
        text.moveTo(start);
        return four ? four(text) : six(text);
    }

    private static byte[] four(TextCursor text) {
        byte[] address = new byte[4];
        for (int i = 0; i < address.length; i++) {
            if (i > 0) {
                text.expect('.');
            }
            long part = text.number(3);
            if (part > 0xFF) {
                throw text.malformed();
            }
            address[i] = (byte) part;
        }
        return address;
    }

    private static byte[] six(TextCursor text) {
        byte[] address = new byte[BYTES_OF_SIX];
        int length = 0;
        int gap = -1;
        if (text.skip(':')) {
            text.expect(':');
            gap = 0;
        }
        boolean more = HexDigit.of(text.peek()) >= 0;
        while (more) {
            int start = text.at();
            text.skipDigits();
            boolean dotted = text.peek() == '.';
            text.moveTo(start);
            byte[] part = dotted ? four(text) : group(text);
            if (length + part.length > BYTES_OF_SIX) {
                throw text.malformed();
            }
            System.arraycopy(part, 0, address, length, part.length);
            length += part.length;
            more = !dotted && text.skip(':');
            if (more && gap < 0 && text.skip(':')) {
                gap = length;
                more = HexDigit.of(text.peek()) >= 0;
            }
        }
        return filled(text, address, length, gap);
    }

    private static byte[] group(TextCursor text) {
        int value = 0;
        int digits = 0;
        for (int digit = HexDigit.of(text.peek()); digit >= 0; digit = HexDigit.of(text.peek())) {
            value = (value << 4) | digit;
            text.moveTo(text.at() + 1);
            if (++digits > 4) {
                throw text.malformed();
            }
        }
        if (digits == 0) {
            throw text.malformed();
        }
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** Puts the zeros that {@code ::} stands for in their place. */
    private static byte[] filled(TextCursor text, byte[] address, int length, int gap) {
        if (gap < 0 ? length != BYTES_OF_SIX : length == BYTES_OF_SIX) {
            throw text.malformed();
        }
        if (gap >= 0) {
            int moved = length - gap;
            System.arraycopy(address, gap, address, BYTES_OF_SIX - moved, moved);
            Arrays.fill(address, gap, BYTES_OF_SIX - moved, (byte) 0);
        }
        return address;
    }
}
