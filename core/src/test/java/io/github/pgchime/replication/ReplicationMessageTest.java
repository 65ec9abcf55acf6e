package io.github.pgchime.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicationMessageTest {

    private static final byte[] PAYLOAD = "BEGIN 7".getBytes(StandardCharsets.UTF_8);

    @Test
    void xLogData_isItsPositionsAndAViewOfThePayload() {
        byte[] frame = Frames.xlogData(0xFFFF_FFFF_0000_0001L, 0xFFFF_FFFF_0000_0002L, PAYLOAD);
        var data = (ReplicationMessage.XLogData) decode(frame);
        assertThat(data.start()).isEqualTo(0xFFFF_FFFF_0000_0001L);
        assertThat(data.walEnd()).isEqualTo(0xFFFF_FFFF_0000_0002L);
        assertThat(data.payload().array()).isSameAs(frame);
        assertThat(data.payload().text(StandardCharsets.UTF_8)).isEqualTo("BEGIN 7");
    }

    @Test
    void keepalive_isItsPositionAndWish() {
        assertThat(decode(Frames.keepalive(-2, true))).isEqualTo(new ReplicationMessage.Keepalive(-2, true));
        assertThat(decode(Frames.keepalive(7, false))).isEqualTo(new ReplicationMessage.Keepalive(7, false));
    }

    @Test
    void message_cutInItsHeader_isRefused() {
        for (byte[] frame : List.of(Frames.xlogData(1, 2, new byte[0]), Frames.keepalive(1, true))) {
            for (int length = 5; length < frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(cut));
            }
        }
    }

    @Test
    void keepalive_withLeftovers_isRefused() {
        byte[] frame = Frames.keepalive(1, true);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(Arrays.copyOf(frame, frame.length + 1)))
                .withMessageContaining("1 bytes more");
    }

    @Test
    void message_ofAnotherType_isRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(Frames.copyData(new byte[] {(byte) 0xE9, 1, 2})))
                .withMessage("expected XLogData or a keepalive in the replication stream, not 0xe9");
    }

    private static ReplicationMessage decode(byte[] frame) {
        return ReplicationMessage.decode(new WireReader("CopyData", frame, 5, frame.length));
    }
}
