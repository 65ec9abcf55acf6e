package io.github.pgchime.decode.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.Hostility;
import io.github.pgchime.decode.Payload;
import io.github.pgchime.wire.WireReader;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples are built by hand, field by field, from the manual's section "Logical Replication Message Formats". */
class PgOutputDecoderTest {

    private static final String BEGIN = "42 8000000000000001 0002f0f0f0f0f0f0 fffffffe";
    private static final String COMMIT = "43 00 8000000000000001 8000000000000031 0002f0f0f0f0f0f0";
    private static final String BEGIN_PREPARE =
            "62 0000000000000100 0000000000000180 0000000000000007 000002f1 67696400";
    private static final String PREPARE = "50 00 0000000000000100 0000000000000180 0000000000000007 000002f1 67696400";
    private static final String COMMIT_PREPARED =
            "4b 00 0000000000000200 0000000000000230 0000000000000008 000002f1 67c3a900";
    private static final String ROLLBACK_PREPARED =
            "72 00 0000000000000180 0000000000000230 0000000000000007 fffffffffffffff8 000002f1 67696400";
    private static final String STREAM_START = "53 000002f1 01";
    private static final String STREAM_START_AGAIN = "53 000002f1 00";
    private static final String STREAM_STOP = "45";
    private static final String STREAM_COMMIT = "63 000002f1 00 0000000000000200 0000000000000230 0000000000000008";
    private static final String STREAM_ABORT = "41 000002f1 000002f2";
    private static final String STREAM_ABORT_OF_PARALLEL = STREAM_ABORT + "0000000000000200 0000000000000008";
    private static final String STREAM_PREPARE =
            "70 00 0000000000000100 0000000000000180 0000000000000007 000002f1 67696400";
    private static final String RELATION = "52 00004002 7300 7400 64 0001 01 696400 00000017 ffffffff";
    private static final String TYPE = "59 00004035 7300 6d6f6f6400";
    private static final String ORIGIN = "4f 0000000000000200 6e6f646500";
    private static final String INSERT = "49 00004002 4e 0001 74 00000001 31";
    private static final String UPDATE = "55 00004002 4e 0001 6e";
    private static final String DELETE = "44 00004002 4b 0001 75";
    private static final String TRUNCATE = "54 00000001 00 00004002";
    private static final String MESSAGE = "4d 00 0000000000000200 7000 00000001 61";

    static final List<Payload> SAMPLES = List.of(
                    STREAM_STOP,
                    STREAM_START,
                    STREAM_START_AGAIN,
                    BEGIN,
                    COMMIT,
                    BEGIN_PREPARE,
                    PREPARE,
                    COMMIT_PREPARED,
                    ROLLBACK_PREPARED,
                    STREAM_COMMIT,
                    STREAM_ABORT,
                    STREAM_ABORT_OF_PARALLEL,
                    STREAM_PREPARE,
                    RELATION,
                    TYPE,
                    ORIGIN,
                    INSERT,
                    UPDATE,
                    DELETE,
                    TRUNCATE,
                    MESSAGE)
            .stream()
            .map(Payload::hex)
            .toList();

    private final PgOutputDecoder decoder = new PgOutputDecoder();

    @Test
    void envelopes_ofEveryVersion_areRead() {
        assertThat(decode(BEGIN)).isEqualTo(new PgOutputMessage.Begin(Long.MIN_VALUE + 1, 0x0002_f0f0_f0f0_f0f0L, -2));
        assertThat(decode(COMMIT))
                .isEqualTo(
                        new PgOutputMessage.Commit(Long.MIN_VALUE + 1, Long.MIN_VALUE + 0x31, 0x0002_f0f0_f0f0_f0f0L));
        assertThat(decode(BEGIN_PREPARE)).isEqualTo(new PgOutputMessage.BeginPrepare(0x100, 0x180, 7, 0x2f1, "gid"));
        assertThat(decode(PREPARE)).isEqualTo(new PgOutputMessage.Prepare(0x100, 0x180, 7, 0x2f1, "gid"));
        assertThat(decode(COMMIT_PREPARED)).isEqualTo(new PgOutputMessage.CommitPrepared(0x200, 0x230, 8, 0x2f1, "gé"));
        assertThat(decode(ROLLBACK_PREPARED))
                .isEqualTo(new PgOutputMessage.RollbackPrepared(0x180, 0x230, 7, -8, 0x2f1, "gid"));
        assertThat(decode(STREAM_START)).isEqualTo(new PgOutputMessage.StreamStart(0x2f1, true));
        assertThat(decode(STREAM_START_AGAIN)).isEqualTo(new PgOutputMessage.StreamStart(0x2f1, false));
        assertThat(decode(STREAM_STOP)).isEqualTo(new PgOutputMessage.StreamStop());
        assertThat(decode(STREAM_COMMIT)).isEqualTo(new PgOutputMessage.StreamCommit(0x2f1, 0x200, 0x230, 8));
        assertThat(decode(STREAM_PREPARE)).isEqualTo(new PgOutputMessage.StreamPrepare(0x100, 0x180, 7, 0x2f1, "gid"));
    }

    @Test
    void streamAbort_withAndWithoutWhatParallelApplyWants_isTheSame() {
        PgOutputMessage abort = new PgOutputMessage.StreamAbort(0x2f1, 0x2f2);
        assertThat(decode(STREAM_ABORT)).isEqualTo(abort);
        assertThat(decode(STREAM_ABORT_OF_PARALLEL)).isEqualTo(abort);
    }

    @ParameterizedTest
    @ValueSource(strings = {RELATION, TYPE, INSERT, UPDATE, DELETE, TRUNCATE, MESSAGE, ORIGIN})
    void content_outsideOfAPiece_isHandedOnAsItIs(String hex) {
        assertContent(hex, hex, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {RELATION, TYPE, INSERT, UPDATE, DELETE, TRUNCATE, MESSAGE})
    void content_withinAPiece_namesItsTransaction(String hex) {
        decode(STREAM_START);
        assertContent(hex.substring(0, 2) + "fffffff0" + hex.substring(2), hex, -16);
        decode(STREAM_STOP);
        assertContent(hex, hex, 0);
    }

    @Test
    void origin_withinAPiece_namesNoTransaction() {
        decode(STREAM_START);
        assertContent(ORIGIN, ORIGIN, 0);
    }

    private void assertContent(String hex, String withoutXid, int xid) {
        Content content = (Content) decode(hex);
        assertThat((int) content.type()).isEqualTo(Payload.hex(withoutXid).bytes()[0]);
        assertThat(content.xid()).isEqualTo(xid);
        WireReader body = content.body();
        assertThat("0x" + HexFormat.of().formatHex(body.bytes(body.remaining())))
                .isEqualTo("0x" + withoutXid.substring(2).replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({"00, 0x0", "7a, 0x7a", "c2, 0xc2", "77, 0x77"})
    void type_thatIsNone_isNamed(String hex, String named) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(hex))
                .withMessageContaining("but read " + named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BEGIN,
                COMMIT,
                BEGIN_PREPARE,
                PREPARE,
                COMMIT_PREPARED,
                ROLLBACK_PREPARED,
                STREAM_START,
                STREAM_STOP,
                STREAM_COMMIT,
                STREAM_ABORT,
                STREAM_ABORT_OF_PARALLEL,
                STREAM_PREPARE
            })
    void envelope_cutAnywhereOrTooLong_isRefused(String hex) {
        Payload whole = Payload.hex(hex);
        for (int length = 0; length < whole.bytes().length; length++) {
            Payload cut = whole.upTo(length);
            // The longer form of an abort holds the shorter one.
            if (!Arrays.equals(cut.bytes(), Payload.hex(STREAM_ABORT).bytes())) {
                assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decoder.decode(cut.reader()));
            }
        }
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(hex + "00"));
    }

    @Test
    void message_damaged_isReadOrRefused() {
        Hostility.cutAnywhere(new Inspection()::look, SAMPLES);
        Hostility.mutate(() -> new Inspection()::look, SAMPLES);
    }

    private PgOutputMessage decode(String hex) {
        return decoder.decode(Payload.hex(hex).reader());
    }
}
