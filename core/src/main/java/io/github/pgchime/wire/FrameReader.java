package io.github.pgchime.wire;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits the server's bytes into frames: a type byte, a length word that counts itself, a body. The only reader of
 * its stream.
 *
 * <p>A length is checked against what its type may have before a byte of the body is read, and memory grows with the
 * bytes that came, never with the bytes that were promised. Of a CopyData longer than {@code copyDataKept} only that
 * much is kept and the rest is read past, so that a reader which needs but the beginning of a row is not at the mercy
 * of the widest one.
 *
 * <p>Not thread-safe.
 */
final class FrameReader {

    /** As libpq: a message longer than this is believed only of the types that can be long ({@code fe-protocol3.c}). */
    static final int SHORT = 30_000;

    /** PostgreSQL's {@code MaxAllocSize} (memutils.h), which no message can exceed. */
    static final int LONG = 0x3FFF_FFFF;

    /** What holds until the server has proved who it is. */
    static final int UNAUTHENTICATED = 16_384;

    /** The type, and the length. */
    private static final int HEADER = 5;

    private static final int USUAL = 32 * 1024;

    /** A buffer grown up to here is kept, or a stream of wide rows would have it grown anew for each. */
    private static final int GENEROUS = 1024 * 1024;

    private final InputStream in;
    private final WireReader header = new WireReader("nothing", new byte[0]);
    private final WireReader body = new WireReader("nothing", new byte[0]);

    private byte[] buffer = new byte[USUAL];
    private int at;
    private int limit;
    private int unread;
    private int copyDataKept = LONG;
    private boolean authenticated;
    private char type;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /** From now on messages may be as long as their type allows. */
    void authenticated() {
        authenticated = true;
    }

    /** From now on, of each CopyData only the first {@code bytes} are kept. */
    void keepOfCopyData(int bytes) {
        copyDataKept = bytes;
    }

    /**
     * Reads the next frame, waiting for it.
     *
     * @return its type; its body is then in {@link #body()} until the next call
     */
    char next() throws IOException {
        discardRest();
        need(HEADER);
        type = (char) (buffer[at] & 0xFF);
        header.aim("frame header", buffer, at + 1, at + HEADER);
        int length = header.int32();
        checkLength(length);
        at += HEADER;
        int size = length - 4;
        int kept = type == 'd' ? Math.min(size, copyDataKept) : size;
        need(kept);
        body.aim(BackendMessage.nameOf(type), buffer, at, at + kept);
        at += kept;
        unread = size - kept;
        return type;
    }

    /** Whether the next frame is a CopyData that is here whole, so that {@link #next} will not wait for it. */
    boolean hasCopyData() {
        int from = at + unread;
        if (limit - from < HEADER || buffer[from] != 'd') {
            return false;
        }
        header.aim("frame header", buffer, from + 1, from + HEADER);
        return limit - from - 1 >= header.int32();
    }

    WireReader body() {
        return body;
    }

    /** How many bytes of the frame at hand are not in {@link #body()}. */
    int unread() {
        return unread;
    }

    private void checkLength(int length) {
        int most = !authenticated ? UNAUTHENTICATED : BackendMessage.mayBeLong(type) ? LONG : SHORT;
        if (length < 4 || length > most) {
            throw new ProtocolException("frame of type " + BackendMessage.nameOf(type) + " announces "
                    + Integer.toUnsignedString(length) + " bytes; expected 4 to " + most
                    + (authenticated ? "" : " before authentication") + ". Is this a PostgreSQL server?");
        }
    }

    private void discardRest() throws IOException {
        while (unread > 0) {
            if (at == limit) {
                at = 0;
                limit = 0;
                fill();
            }
            int skipped = Math.min(unread, limit - at);
            at += skipped;
            unread -= skipped;
        }
    }

    /** Waits until {@code count} bytes lie ready from {@code at} on. */
    private void need(int count) throws IOException {
        if (count <= limit - at) {
            return;
        }
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            limit -= at;
            at = 0;
        }
        if (buffer.length > GENEROUS && count <= USUAL && limit <= USUAL) {
            buffer = Arrays.copyOf(buffer, USUAL);
        }
        while (limit < count) {
            if (limit == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(LONG, buffer.length * 2L));
            }
            fill();
        }
    }

    private void fill() throws IOException {
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            throw new ConnectionLostException("the server closed the connection");
        }
        limit += read;
    }
}
