package io.github.pgchime.replication;

import io.github.pgchime.Lsn;
import io.github.pgchime.wire.FrontendMessage;
import io.github.pgchime.wire.PostgresTime;
import io.github.pgchime.wire.WireWriter;
import java.time.Instant;

/**
 * How far this side has come, which lets the server forget what lies before.
 *
 * @param received the last position seen
 * @param flushed what never needs to be sent again
 * @param sentAt this side's clock
 * @param replyRequested whether the server is to answer at once
 */
record StandbyStatus(Lsn received, Lsn flushed, Instant sentAt, boolean replyRequested)
        implements FrontendMessage.CopyData {

    @Override
    public void encodeContent(WireWriter content) {
        content.int8('r')
                .int64(received.value())
                .int64(flushed.value())
                .int64(flushed.value())
                .int64(PostgresTime.micros(sentAt))
                .int8(replyRequested ? 1 : 0);
    }
}
