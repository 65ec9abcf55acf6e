package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.Begin;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.BeginPrepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.Commit;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.CommitPrepared;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.Prepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.RollbackPrepared;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamAbort;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamCommit;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamPrepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamStart;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamStop;
import io.github.pgchime.wire.WireReader;

/**
 * Reads the messages of {@code src/backend/replication/logical/proto.c}, of every protocol version: a newer one adds
 * messages, and changes the older ones only in that they name their transaction within a piece of one in progress.
 *
 * <p>Allocates nothing for {@link Content}. Not thread-safe.
 */
public final class PgOutputDecoder {

    private final Content content = new Content();
    private boolean inPiece;

    /**
     * Reads one payload.
     *
     * @return the message; a {@link Content} is valid until the next call
     * @throws ProtocolException if it is none
     */
    public PgOutputMessage decode(WireReader payload) {
        char type = (char) (payload.int8() & 0xFF);
        PgOutputMessage message = switch (type) {
            case 'R', 'Y', 'I', 'U', 'D', 'T', 'M' -> content.aim(type, inPiece ? payload.int32() : 0, payload);
            case 'O' -> content.aim(type, 0, payload);
            case 'B' -> Begin.decode(payload);
            case 'C' -> Commit.decode(payload);
            case 'b' -> BeginPrepare.decode(payload);
            case 'P' -> Prepare.decode(payload);
            case 'K' -> CommitPrepared.decode(payload);
            case 'r' -> RollbackPrepared.decode(payload);
            case 'S' -> {
                inPiece = true;
                yield StreamStart.decode(payload);
            }
            case 'E' -> {
                inPiece = false;
                yield new StreamStop();
            }
            case 'c' -> StreamCommit.decode(payload);
            case 'A' -> StreamAbort.decode(payload);
            case 'p' -> StreamPrepare.decode(payload);
            default ->
                throw new ProtocolException("pgoutput: expected a message of protocol versions 1 to 4, one of"
                        + " B C O R Y I U D T M b P K r S E c A p, but read 0x" + Integer.toHexString(type));
        };
        if (message != content) {
            payload.expectEnd();
        }
        return message;
    }
}
