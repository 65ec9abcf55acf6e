package io.github.pgchime.wire;

import java.io.InputStream;
import java.util.Objects;

/** The same frame for ever, in reads as full as the reader asks for, as a socket with a backlog gives them. */
final class EndlessRows extends InputStream {

    private final byte[] frames;
    private int at;

    EndlessRows(byte[] frame) {
        int copies = Math.max(1, 64 * 1024 / frame.length);
        frames = new byte[copies * frame.length];
        for (int i = 0; i < copies; i++) {
            System.arraycopy(frame, 0, frames, i * frame.length, frame.length);
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        Objects.checkFromIndexSize(from, length, into.length);
        int count = Math.min(length, frames.length - at);
        System.arraycopy(frames, at, into, from, count);
        at = (at + count) % frames.length;
        return count;
    }
}
