package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** JSON in UTF-8 as it grows, in one array that is used again and again. Not thread-safe. */
public final class JsonBuffer {

    private static final int FIRST = 4 * 1024;

    /** Beyond this an array is not kept for what comes next. */
    private static final int USUAL = 4 * 1024 * 1024;

    private static final int MOST = Integer.MAX_VALUE - 16;
    private static final int LONGEST_LONG = 20;

    private static final byte[] BASE64 = ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final byte[] BASE64_URL_SAFE =
            ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] MIN = ascii("-9223372036854775808");

    private byte[] bytes = new byte[FIRST];
    private int length;
    private Optional<JsonBuffer> scratch = Optional.empty();

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins anew. */
    public void clear() {
        length = 0;
        if (bytes.length > USUAL) {
            bytes = new byte[FIRST];
        }
    }

    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** A copy of what has been written from here on. */
    byte[] copy(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    /** An empty buffer for what has to be written before it can be written here; one at a time. */
    JsonBuffer scratch() {
        if (scratch.isEmpty()) {
            scratch = Optional.of(new JsonBuffer());
        }
        scratch.get().clear();
        return scratch.get();
    }

    /** Makes room for so many bytes, and returns the array to write them to, from {@link #length} on. */
    byte[] room(int count) {
        if (bytes.length - length < count) {
            long needed = (long) length + count;
            if (needed > MOST) {
                throw new ProtocolException("a change takes more than 2 GiB as JSON");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, Math.max(needed, 2L * bytes.length)));
        }
        return bytes;
    }

    /** So many bytes were written to {@link #room}. */
    void wrote(int count) {
        length += count;
    }

    void raw(char c) {
        room(1)[length++] = (byte) c;
    }

    void raw(byte[] text) {
        raw(text, 0, text.length);
    }

    void raw(byte[] text, int from, int to) {
        int count = to - from;
        System.arraycopy(text, from, room(count), length, count);
        length += count;
    }

    /** What is ASCII, and needs no escape. */
    void raw(String text) {
        int count = text.length();
        byte[] target = room(count);
        for (int i = 0; i < count; i++) {
            target[length + i] = (byte) text.charAt(i);
        }
        length += count;
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            raw(MIN);
            return;
        }
        byte[] target = room(LONGEST_LONG);
        long left = value;
        if (left < 0) {
            target[length++] = '-';
            left = -left;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && left >= power; power *= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            long tenth = left / 10;
            target[at] = (byte) ('0' + (left - tenth * 10));
            left = tenth;
        }
        length += digits;
    }

    /** A number of just so many digits, with zeros before it. */
    void digits(long value, int count) {
        byte[] target = room(count);
        long left = value;
        for (int at = length + count - 1; at >= length; at--) {
            target[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += count;
    }

    /** A floating-point number, or in quotes what JSON has no number for. */
    void number(double value) {
        if (Double.isFinite(value)) {
            raw(Double.toString(value));
        } else {
            raw('"');
            raw(Double.toString(value));
            raw('"');
        }
    }

    void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        string(utf8, 0, utf8.length);
    }

    /** A string of this UTF-8. What is none becomes replacement characters, as a String made of it would have. */
    void string(byte[] utf8, int from, int to) {
        raw('"');
        content(utf8, from, to);
        raw('"');
    }

    private void content(byte[] utf8, int from, int to) {
        int start = from;
        int at = from;
        while (at < to) {
            byte b = utf8[at];
            if (b >= ' ' && b != '"' && b != '\\') {
                at++;
            } else if (b >= 0) {
                raw(utf8, start, at);
                escape(b);
                start = ++at;
            } else {
                int next = Utf8.end(utf8, at, to);
                if (next < 0) {
                    raw(utf8, start, at);
                    byte[] mended =
                            new String(utf8, at, to - at, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
                    content(mended, 0, mended.length);
                    return;
                }
                at = next;
            }
        }
        raw(utf8, start, to);
    }

    private void escape(byte b) {
        raw('\\');
        switch (b) {
            case '"', '\\' -> raw((char) b);
            case '\n' -> raw('n');
            case '\r' -> raw('r');
            case '\t' -> raw('t');
            case '\b' -> raw('b');
            case '\f' -> raw('f');
            default -> {
                raw("u00");
                hexDigits(b);
            }
        }
    }

    private void hexDigits(byte b) {
        byte[] target = room(2);
        target[length++] = HEX[(b >> 4) & 0xF];
        target[length++] = HEX[b & 0xF];
    }

    /** A string of hexadecimal digits. */
    void hex(byte[] value, int from, int to) {
        raw('"');
        for (int i = from; i < to; i++) {
            hexDigits(value[i]);
        }
        raw('"');
    }

    /** A string in Base64. */
    void base64(byte[] value, int from, int to, boolean urlSafe) {
        byte[] alphabet = urlSafe ? BASE64_URL_SAFE : BASE64;
        raw('"');
        byte[] target = room(Math.toIntExact(Math.min(MOST + 1L, (to - from + 2L) / 3 * 4)));
        int put = length;
        int at = from;
        for (; at + 2 < to; at += 3) {
            int three = ((value[at] & 0xFF) << 16) | ((value[at + 1] & 0xFF) << 8) | (value[at + 2] & 0xFF);
            target[put++] = alphabet[three >> 18];
            target[put++] = alphabet[(three >> 12) & 0x3F];
            target[put++] = alphabet[(three >> 6) & 0x3F];
            target[put++] = alphabet[three & 0x3F];
        }
        if (at < to) {
            boolean two = at + 1 < to;
            int three = ((value[at] & 0xFF) << 16) | (two ? (value[at + 1] & 0xFF) << 8 : 0);
            target[put++] = alphabet[three >> 18];
            target[put++] = alphabet[(three >> 12) & 0x3F];
            target[put++] = two ? alphabet[(three >> 6) & 0x3F] : (byte) '=';
            target[put++] = '=';
        }
        length = put;
        raw('"');
    }

    /** A string in Base64 of a number's bytes in two's complement, as few as hold it. */
    void base64(long value) {
        int count = (Long.SIZE - Long.numberOfLeadingZeros(value ^ (value >> (Long.SIZE - 1)))) / Byte.SIZE + 1;
        byte[] target = room(Long.BYTES * 2 + 2 + count);
        // The bytes lie behind what their own text takes.
        int start = length + Long.BYTES * 2 + 2;
        for (int i = 0; i < count; i++) {
            target[start + i] = (byte) (value >> (Byte.SIZE * (count - 1 - i)));
        }
        base64(target, start, start + count, false);
    }
}
