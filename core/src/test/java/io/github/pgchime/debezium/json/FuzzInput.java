package io.github.pgchime.debezium.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a fuzzer came up with, taken piece by piece; zeros when there is no more. */
final class FuzzInput {

    private final ByteBuffer bytes;

    FuzzInput(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    /** A number below this one, which is at most 256. */
    int below(int bound) {
        return hasMore() ? (bytes.get() & 0xFF) % bound : 0;
    }

    boolean flag() {
        return below(2) == 1;
    }

    <T> T oneOf(T[] values) {
        return values[below(values.length)];
    }

    int int32() {
        return bytes.remaining() < Integer.BYTES ? 0 : bytes.getInt();
    }

    long int64() {
        return bytes.remaining() < Long.BYTES ? 0 : bytes.getLong();
    }

    /** Bytes with their number before them. */
    byte[] piece() {
        byte[] piece = new byte[Math.min(below(256), bytes.remaining())];
        bytes.get(piece);
        return piece;
    }

    String text() {
        return new String(piece(), StandardCharsets.UTF_8);
    }
}
