package io.github.pgchime.decode.pgoutput;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.Payload;
import io.github.pgchime.wire.WireReader;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes is a message or a ProtocolException. */
class PgOutputFuzzTest {

    private static final byte[] PIECE_BEGINS = Payload.hex("53 000002f1 01").bytes();

    static Stream<byte[]> samples() {
        return PgOutputDecoderTest.SAMPLES.stream().map(Payload::bytes);
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void message(byte[] payload) {
        Inspection outside = new Inspection();
        look(outside, payload);
        Inspection within = new Inspection();
        look(within, PIECE_BEGINS);
        look(within, payload);
    }

    private static void look(Inspection inspection, byte[] payload) {
        try {
            inspection.look(new WireReader("XLogData", payload));
        } catch (ProtocolException expected) {
            // as it should be
        }
    }
}
