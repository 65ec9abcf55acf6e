package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;

/**
 * What {@code pg_logical_emit_message} wrote.
 *
 * @param lsn where, a raw LSN
 * @param length how long the content is
 * @param content what is there of it: all, unless the payload was cut off
 */
public record Emission(boolean transactional, long lsn, String prefix, int length, WireReader content) {

    private static final int TRANSACTIONAL = 1;

    /** Reads the body of a {@link Content} of type M, and keeps a view of it. */
    public static Emission decode(WireReader body) {
        boolean transactional = (body.int8() & TRANSACTIONAL) != 0;
        long lsn = body.int64();
        String prefix = body.cString();
        int length = body.int32();
        if (length < body.remaining()) {
            throw new ProtocolException("pgoutput: a message of " + length + " bytes is followed by more");
        }
        return new Emission(transactional, lsn, prefix, length, body.rest("message"));
    }
}
