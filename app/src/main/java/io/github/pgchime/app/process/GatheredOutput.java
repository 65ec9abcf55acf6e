package io.github.pgchime.app.process;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes that are handed on together: when there are 64 KiB of them, and when asked. Not thread-safe. */
public final class GatheredOutput {

    private static final int MOST = 64 * 1024;

    private final StandardOutput out;
    private final byte[] gathered = new byte[MOST];
    private int length;
    private long handedOn;

    public GatheredOutput(OutputStream out) {
        this(new StandardOutput(out));
    }

    private GatheredOutput(StandardOutput out) {
        this.out = out;
    }

    /** The process's standard output. */
    public static GatheredOutput standard() {
        return new GatheredOutput(StandardOutput.ofProcess());
    }

    /** Adds bytes. */
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /**
     * Adds bytes.
     *
     * @throws ClosedOutputException if nobody reads any more
     * @throws IOException if they cannot be written, as on a full disk
     */
    public void write(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (to - at > MOST - length) {
            int fits = MOST - length;
            System.arraycopy(bytes, at, gathered, length, fits);
            length = MOST;
            at += fits;
            flush();
        }
        System.arraycopy(bytes, at, gathered, length, to - at);
        length += to - at;
    }

    /** Adds a byte. */
    public void write(char ascii) throws IOException {
        if (length == MOST) {
            flush();
        }
        gathered[length++] = (byte) ascii;
    }

    /** Hands everything on; errors as in {@link #write(byte[], int, int)}. */
    public void flush() throws IOException {
        out.write(gathered, 0, length);
        handedOn += length;
        length = 0;
    }

    /** How many bytes have been added. */
    public long added() {
        return handedOn + length;
    }

    /** How many of them have been handed on. */
    public long handedOn() {
        return handedOn;
    }
}
