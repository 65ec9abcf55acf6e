package io.github.pgchime.wire;

import io.github.pgchime.ProtocolException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads a stretch of bytes the server sent, front to back. Whatever would run over its end is a
 * {@link ProtocolException}; nothing is allocated by the server's word alone.
 *
 * <p>A view: it stays valid only as long as the bytes under it do. Not thread-safe.
 */
public final class WireReader {

    private byte[] bytes;
    private String what;
    private int end;
    private int at;

    /** @param what the message these bytes belong to, for the error's text */
    public WireReader(String what, byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = Objects.checkFromToIndex(from, to, bytes.length);
        this.end = to;
        this.what = what;
    }

    public WireReader(String what, byte[] bytes) {
        this(what, bytes, 0, bytes.length);
    }

    /** Turns this view to other bytes: whoever reads many messages has one view for all. */
    public void aim(String what, byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = Objects.checkFromToIndex(from, to, bytes.length);
        this.end = to;
        this.what = what;
    }

    public int remaining() {
        return end - at;
    }

    public byte int8() {
        require(1);
        return bytes[at++];
    }

    public short int16() {
        require(2);
        return (short) ((bytes[at++] << 8) | (bytes[at++] & 0xFF));
    }

    public int int32() {
        require(4);
        return (bytes[at++] << 24) | ((bytes[at++] & 0xFF) << 16) | ((bytes[at++] & 0xFF) << 8) | (bytes[at++] & 0xFF);
    }

    public long int64() {
        return ((long) int32() << 32) | (int32() & 0xFFFF_FFFFL);
    }

    /** A string that ends with a zero byte, in UTF-8. */
    public String cString() {
        return cString(StandardCharsets.UTF_8);
    }

    public String cString(Charset charset) {
        int zero = at;
        while (zero < end && bytes[zero] != 0) {
            zero++;
        }
        if (zero == end) {
            throw new ProtocolException(what + ": a string has no end within the message");
        }
        String text = new String(bytes, at, zero - at, charset);
        at = zero + 1;
        return text;
    }

    /** The next {@code count} bytes, copied. */
    public byte[] bytes(int count) {
        require(count);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    /** All that is left, as text. */
    public String text(Charset charset) {
        String text = new String(bytes, at, end - at, charset);
        at = end;
        return text;
    }

    public void skip(int count) {
        require(count);
        at += count;
    }

    /** The byte that lies {@code ahead} of the position, without moving. */
    public byte peek(int ahead) {
        if (ahead < 0 || ahead >= end - at) {
            throw new ProtocolException(what + ": ends where one more byte was expected");
        }
        return bytes[at + ahead];
    }

    /** Moves behind {@code expected} if that is what comes next, and says whether it was. */
    public boolean skipIfNext(byte[] expected) {
        int after = at + expected.length;
        if (expected.length > end - at || !Arrays.equals(bytes, at, after, expected, 0, expected.length)) {
            return false;
        }
        at = after;
        return true;
    }

    /** A second reader over what is left, under another name; this one is then at its end. */
    public WireReader rest(String of) {
        WireReader rest = new WireReader(of, bytes, at, end);
        at = end;
        return rest;
    }

    /** A second reader over what is left, under another name; this one stays where it is. */
    public WireReader ahead(String of) {
        return new WireReader(of, bytes, at, end);
    }

    /** The array under this view, for parsers that take one; from {@link #offset()}, {@link #remaining()} bytes. */
    public byte[] array() {
        return bytes;
    }

    public int offset() {
        return at;
    }

    /** Fails if anything is left over. */
    public void expectEnd() {
        if (at != end) {
            throw new ProtocolException(what + ": " + (end - at) + " bytes more than its fields take");
        }
    }

    /** Builds its message only when it fails: this stands in the way of every byte read. */
    private void require(int count) {
        if (count < 0 || count > end - at) {
            throw new ProtocolException(what + ": expected " + Integer.toUnsignedString(count) + " bytes where "
                    + (end - at) + " bytes of the message are left");
        }
    }
}
