package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerError;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.testkit.script.Frames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendMessageTest {

    /** A frame, and the message it is. */
    static final class Sample {
        private final byte[] frame;
        private final BackendMessage message;

        Sample(byte[] frame, BackendMessage message) {
            this.frame = frame;
            this.message = message;
        }

        byte[] frame() {
            return frame.clone();
        }

        BackendMessage message() {
            return message;
        }

        @Override
        public String toString() {
            return message.toString();
        }
    }

    static final List<Sample> SAMPLES = List.of(
            new Sample(Frames.authenticationOk(), new BackendMessage.AuthenticationOk()),
            new Sample(
                    Frames.authenticationSasl("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"),
                    new BackendMessage.AuthenticationSasl(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"))),
            new Sample(Frames.authenticationSasl(), new BackendMessage.AuthenticationSasl(List.of())),
            new Sample(
                    Frames.authenticationSaslContinue("r=abc"), new BackendMessage.AuthenticationSaslContinue("r=abc")),
            new Sample(Frames.authenticationSaslFinal("v=xyz"), new BackendMessage.AuthenticationSaslFinal("v=xyz")),
            new Sample(Frames.authenticationCleartext(), new BackendMessage.AuthenticationCleartext()),
            new Sample(Frames.authentication(7, new byte[0]), new BackendMessage.AuthenticationOther(7)),
            new Sample(
                    Frames.authenticationMd5(new byte[] {1, 2, 3, 4}),
                    new BackendMessage.AuthenticationMd5(0x01020304)),
            new Sample(Frames.backendKeyData(4711, 42), new BackendMessage.BackendKeyData(4711)),
            new Sample(
                    Frames.raw('K', new Body().int32(7).bytes(new byte[32]).toBytes()),
                    new BackendMessage.BackendKeyData(7)),
            new Sample(
                    Frames.parameterStatus("server_version", "18.1"),
                    new BackendMessage.ParameterStatus("server_version", "18.1")),
            new Sample(
                    Frames.negotiateProtocolVersion(0, "_pq_.a", "_pq_.b"),
                    new BackendMessage.NegotiateProtocolVersion(0, 2)),
            new Sample(Frames.readyForQuery('E'), new BackendMessage.ReadyForQuery('E')),
            new Sample(Frames.rowDescription("a", "ß"), new BackendMessage.RowDescription(List.of("a", "ß"))),
            new Sample(Frames.rowDescription(), new BackendMessage.RowDescription(List.of())),
            new Sample(Frames.commandComplete("SELECT 2"), new BackendMessage.CommandComplete("SELECT 2")),
            new Sample(Frames.emptyQueryResponse(), new BackendMessage.EmptyQueryResponse()),
            new Sample(
                    Frames.errorResponse("42P01", "no such table"),
                    new BackendMessage.ErrorResponse(
                            new ServerError(Map.of('S', "ERROR", 'V', "ERROR", 'C', "42P01", 'M', "no such table")))),
            new Sample(
                    Frames.noticeResponse("00000", "ß"),
                    new BackendMessage.NoticeResponse(
                            new ServerError(Map.of('S', "NOTICE", 'V', "NOTICE", 'C', "00000", 'M', "ß")))),
            new Sample(
                    Frames.notificationResponse(-7, "channel", "payload"),
                    new BackendMessage.NotificationResponse(-7, "channel", "payload")),
            new Sample(Frames.copyBothResponse(), new BackendMessage.CopyBothResponse()),
            new Sample(Frames.copyDone(), new BackendMessage.CopyDone()));

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void message_whole_isDecoded(Sample sample) {
        assertThat(decode(sample.frame())).isEqualTo(sample.message());
    }

    @Test
    void dataRow_values_areTheirBytesAndEmptyForNull() {
        byte[] frame = Frames.dataRow(List.of(Optional.of("ß"), Optional.empty(), Optional.of("")));
        BackendMessage.DataRow row = (BackendMessage.DataRow) decode(frame);
        assertThat(row.values()).hasSize(3);
        assertThat(row.values().get(0))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(0xC3, 0x9F));
        assertThat(row.values().get(1)).isEmpty();
        assertThat(row.values().get(2))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void message_cutAnywhere_isAMessageOrRefused(Sample sample) {
        for (int length = 5; length < sample.frame().length; length++) {
            decodeOrRefuse(Arrays.copyOf(sample.frame(), length));
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void message_withLeftovers_isRefusedUnlessItEndsInBytesOfAnyLength(Sample sample) {
        byte[] longer = Arrays.copyOf(sample.frame(), sample.frame().length + 1);
        switch (sample.message()) {
            case BackendMessage.AuthenticationSaslContinue m -> decode(longer);
            case BackendMessage.AuthenticationSaslFinal m -> decode(longer);
            case BackendMessage.AuthenticationOther m -> decode(longer);
            case BackendMessage.BackendKeyData m -> decode(longer);
            case BackendMessage.CopyBothResponse m -> decode(longer);
            case BackendMessage m ->
                assertThatExceptionOfType(ProtocolException.class)
                        .isThrownBy(() -> decode(longer))
                        .withMessageContaining("1 bytes more than its fields take");
        }
    }

    @Test
    void message_damaged_isAMessageOrRefused() {
        Random random = new Random(1);
        for (int round = 0; round < 50_000; round++) {
            byte[] frame = SAMPLES.get(random.nextInt(SAMPLES.size())).frame();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                int at = random.nextInt(frame.length);
                frame[at] = (byte) random.nextInt(256);
            }
            decodeOrRefuse(frame);
        }
    }

    @Test
    void dataRow_lengthsThatCannotBe_areRefused() {
        for (int length : new int[] {-2, Integer.MIN_VALUE, 2, Integer.MAX_VALUE}) {
            byte[] body = new Body().int16(1).int32(length).int8('x').toBytes();
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(Frames.raw('D', body)));
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'T', 'D'})
    void columnCount_negative_isRefused(char type) {
        byte[] frame = Frames.raw(type, new Body().int16(-1).toBytes());
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(frame))
                .withMessageContaining("-1 columns");
    }

    @Test
    void columnCount_ofWhatDidNotCome_takesNoMemory() throws Exception {
        byte[] frame = Frames.raw('D', new Body().int16(32_767).toBytes());
        decodeOrRefuse(frame);
        assertThat(Allocation.of(() -> decodeOrRefuse(frame))).isLessThan(100_000);
    }

    @Test
    void readyForQuery_unknownStatus_isRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(Frames.readyForQuery('?')))
                .withMessage("ReadyForQuery has the status 63; expected I, T or E");
    }

    @Test
    void type_unknown_isRefusedByName() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(Frames.raw('G', new byte[3])))
                .withMessageContaining("CopyInResponse");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(Frames.raw((char) 0xFE, new byte[0])))
                .withMessageContaining("0xfe");
    }

    @Test
    void nameOf_everyTypeThatIsDecoded_isItsRecordsName() {
        for (Sample sample : SAMPLES) {
            assertThat(sample.message().getClass().getSimpleName())
                    .startsWith(BackendMessage.nameOf((char) sample.frame()[0]));
        }
    }

    private static void decodeOrRefuse(byte[] frame) {
        try {
            decode(frame);
        } catch (ProtocolException expected) {
            // as it should be
        } catch (RuntimeException e) {
            fail("not a ProtocolException for " + Arrays.toString(frame), e);
        }
    }

    /** Decodes the body of a frame whose length word is no matter here. */
    private static BackendMessage decode(byte[] frame) {
        char type = (char) (frame[0] & 0xFF);
        return BackendMessage.decode(
                type,
                new WireReader(BackendMessage.nameOf(type), frame, Math.min(5, frame.length), frame.length),
                new RepeatedText());
    }
}
