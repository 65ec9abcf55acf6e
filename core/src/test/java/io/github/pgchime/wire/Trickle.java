package io.github.pgchime.wire;

import java.io.ByteArrayInputStream;
import java.util.function.IntUnaryOperator;

/** A stream that gives at most so many bytes per read as it is told to, by its position. */
final class Trickle extends ByteArrayInputStream {

    private final IntUnaryOperator most;

    /** All at once. */
    Trickle(byte[] bytes) {
        this(bytes, at -> Integer.MAX_VALUE);
    }

    Trickle(byte[] bytes, IntUnaryOperator most) {
        super(bytes);
        this.most = most;
    }

    /** Bytes up to {@code cut} in one read, the rest in another. */
    static Trickle cutAt(byte[] bytes, int cut) {
        return new Trickle(bytes, at -> at < cut ? cut - at : Integer.MAX_VALUE);
    }

    static Trickle byteByByte(byte[] bytes) {
        return new Trickle(bytes, at -> 1);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, most.applyAsInt(pos)));
    }
}
