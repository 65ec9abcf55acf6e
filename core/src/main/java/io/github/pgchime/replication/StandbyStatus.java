package io.github.pgchime.replication;

import io.github.pgchime.Lsn;
import io.github.pgchime.wire.FrontendMessage;
import io.github.pgchime.wire.WireWriter;
import java.time.Duration;
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

    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    @Override
    public void encodeContent(WireWriter content) {
        Duration since = Duration.between(POSTGRES_EPOCH, sentAt);
        content.int8('r')
                .int64(received.value())
                .int64(flushed.value())
                .int64(flushed.value())
                .int64(since.getSeconds() * 1_000_000 + since.getNano() / 1_000)
                .int8(replyRequested ? 1 : 0);
    }
}
