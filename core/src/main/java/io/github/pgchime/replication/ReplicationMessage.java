package io.github.pgchime.replication;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;

/** What a walsender sends inside CopyData. Positions are raw LSNs, to be compared unsigned. */
public sealed interface ReplicationMessage {

    /**
     * A piece of what the output plugin wrote.
     *
     * @param start where in the log it comes from
     * @param walEnd the server's position when it was sent
     * @param payload a view that is valid until the next message is read
     */
    record XLogData(long start, long walEnd, WireReader payload) implements ReplicationMessage {
        /** The bytes before the payload, which are more than a keepalive has: type, start, end, clock. */
        static final int HEADER = 1 + 8 + 8 + 8;

        static XLogData decode(WireReader body) {
            long start = body.int64();
            long walEnd = body.int64();
            body.skip(8);
            return new XLogData(start, walEnd, body);
        }
    }

    /** The server is there; it may want a status at once. */
    record Keepalive(long walEnd, boolean replyRequested) implements ReplicationMessage {
        static Keepalive decode(WireReader body) {
            long walEnd = body.int64();
            body.skip(8);
            boolean replyRequested = body.int8() != 0;
            body.expectEnd();
            return new Keepalive(walEnd, replyRequested);
        }
    }

    /** Reads the content of one CopyData. */
    static ReplicationMessage decode(WireReader body) {
        byte type = body.int8();
        return switch (type) {
            case 'w' -> XLogData.decode(body);
            case 'k' -> Keepalive.decode(body);
            default ->
                throw new ProtocolException("expected XLogData or a keepalive in the replication stream, not 0x"
                        + Integer.toHexString(type & 0xFF));
        };
    }
}
