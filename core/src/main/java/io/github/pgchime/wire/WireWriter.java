package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds one frame's bytes, front to back; the length word is filled in at the end. Not thread-safe. */
public final class WireWriter {

    /** PostgreSQL's own limit of an allocation, hence of a message: {@code MaxAllocSize} in memutils.h. */
    private static final int MAX_FRAME = 0x3FFF_FFFF;

    /** Enough for all but a large query; a grown buffer is let go after its frame. */
    private static final int USUAL = 1024;

    private byte[] bytes = new byte[USUAL];
    private int at;
    private int lengthAt;

    /** Begins a frame with its type byte. */
    WireWriter begin(char type) {
        at = 0;
        int8(type);
        return beginLength();
    }

    /** Begins a frame of the start-up phase, which has no type byte. */
    WireWriter beginUntyped() {
        at = 0;
        return beginLength();
    }

    private WireWriter beginLength() {
        lengthAt = at;
        return int32(0);
    }

    public WireWriter int8(int value) {
        room(1);
        bytes[at++] = (byte) value;
        return this;
    }

    public WireWriter int32(int value) {
        room(4);
        bytes[at++] = (byte) (value >> 24);
        bytes[at++] = (byte) (value >> 16);
        bytes[at++] = (byte) (value >> 8);
        bytes[at++] = (byte) value;
        return this;
    }

    public WireWriter int64(long value) {
        return int32((int) (value >> 32)).int32((int) value);
    }

    /**
     * A string in UTF-8 and its zero byte.
     *
     * @throws ConfigException if the text itself holds a NUL, which would cut the message in two
     */
    public WireWriter cString(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ConfigException("text for the server holds a NUL character, which PostgreSQL cannot take");
        }
        return bytes(text.getBytes(StandardCharsets.UTF_8)).int8(0);
    }

    public WireWriter bytes(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
        return this;
    }

    /** Fills in the length and writes the frame; what was secret in it does not stay in memory. */
    void writeTo(OutputStream out) throws IOException {
        int length = at - lengthAt;
        bytes[lengthAt] = (byte) (length >> 24);
        bytes[lengthAt + 1] = (byte) (length >> 16);
        bytes[lengthAt + 2] = (byte) (length >> 8);
        bytes[lengthAt + 3] = (byte) length;
        try {
            out.write(bytes, 0, at);
            out.flush();
        } finally {
            Arrays.fill(bytes, 0, at, (byte) 0);
            if (bytes.length > USUAL) {
                bytes = new byte[USUAL];
            }
        }
    }

    private void room(int count) {
        if (count > MAX_FRAME - at) {
            throw new ConfigException("a message to the server would exceed " + MAX_FRAME + " bytes");
        }
        if (count > bytes.length - at) {
            byte[] outgrown = bytes;
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_FRAME, Math.max(bytes.length * 2L, at + (long) count)));
            Arrays.fill(outgrown, (byte) 0);
        }
    }
}
