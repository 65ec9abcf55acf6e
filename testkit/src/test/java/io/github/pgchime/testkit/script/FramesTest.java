package io.github.pgchime.testkit.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The expected bytes were written by hand from the manual. */
final class FramesTest {

    @Test
    void readyForQuery_idle_isSixBytes() {
        assertThat(hex(Frames.readyForQuery('I'))).isEqualTo("5a0000000549");
    }

    @Test
    void dataRow_withNull_hasLengthMinusOne() {
        assertThat(hex(Frames.dataRow(List.of(Optional.of("a"), Optional.empty()))))
                .isEqualTo("440000000f00020000000161ffffffff");
    }

    @Test
    void keepalive_replyRequested_endsWithOne() {
        assertThat(hex(Frames.keepalive(0x1_0000_0002L, true)))
                .isEqualTo("64" + "00000016" + "6b" + "0000000100000002" + "0000000000000000" + "01");
    }

    @Test
    void xlogData_payload_followsThreeLongs() {
        assertThat(hex(Frames.xlogData(1, 2, new byte[] {9})))
                .isEqualTo(
                        "64" + "0000001e" + "77" + "0000000000000001" + "0000000000000002" + "0000000000000000" + "09");
    }

    @Test
    void withLength_wrong_isSentAsGiven() {
        assertThat(hex(Frames.withLength('d', -5, new byte[0]))).isEqualTo("64fffffffb");
    }

    @Test
    void authenticationSasl_mechanisms_endWithAnEmptyName() {
        assertThat(hex(Frames.authenticationSasl("A"))).isEqualTo("520000000b0000000a410000");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
