package io.github.pgchime.testkit.script;

import java.nio.ByteBuffer;

/**
 * A standby status update as it came from the client; positions are unsigned.
 *
 * @param clockMicros microseconds since 2000-01-01 UTC
 */
public record StandbyStatus(long written, long flushed, long applied, long clockMicros, boolean replyRequested) {

    static final int LENGTH = 34;

    static StandbyStatus parse(byte[] copyData) {
        if (copyData.length != LENGTH || copyData[0] != 'r') {
            throw new ScriptFailure("expected a standby status update of " + LENGTH + " bytes, got CopyData of "
                    + copyData.length + " bytes");
        }
        ByteBuffer fields = ByteBuffer.wrap(copyData, 1, LENGTH - 1);
        return new StandbyStatus(
                fields.getLong(), fields.getLong(), fields.getLong(), fields.getLong(), fields.get() != 0);
    }
}
