package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.testkit.script.Body;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueSizesTest {

    private static final int T = 7;

    private final ValueSizes sizes = new ValueSizes(10);

    @BeforeEach
    void describe() {
        sizes.describe(Relation.decode(((Content) Feeding.decode(Envelopes.relation(T, "t"))).body()));
    }

    @Test
    void value_ofTheLimit_passes() {
        check(Envelopes.insert(T, 1, "0123456789"), 0);
        check(Envelopes.updateKey(T, 1_234_567_890, 1_234_567_890), 0);
        check(Envelopes.delete(T, 1_234_567_890), 0);
    }

    @Test
    void value_aboveTheLimit_isNamed() {
        assertTooLarge("column note of public.t has 11 bytes, and maxValueSize is 10", insert("0123456789a"), 0);
        assertTooLarge("column note of public.t has 11 bytes", Envelopes.update(T, 1, "0123456789a"), 0);
    }

    @Test
    void value_inTheOldRow_isLookedAt() {
        assertTooLarge(
                "column id of public.t has 11 bytes",
                new Body()
                        .int8('D')
                        .int32(T)
                        .int8('K')
                        .int16(2)
                        .int8('b')
                        .int32(11)
                        .bytes(new byte[11])
                        .int8('n')
                        .toBytes(),
                0);
    }

    @Test
    void row_cutOffAnywhere_isTooLarge() {
        byte[] row = Envelopes.updateKey(T, 1_234_567_890, 1_234_567_890);
        for (int length = 1 + Integer.BYTES; length < row.length; length++) {
            assertTooLarge(
                    "a row of public.t has " + (row.length - 1) + " bytes",
                    Arrays.copyOf(row, length),
                    row.length - length);
        }
    }

    @Test
    void value_cutOff_isNamed() {
        assertTooLarge("column note of public.t has 5000 bytes", Arrays.copyOf(insert("x".repeat(5_000)), 40), 4_900);
    }

    @Test
    void message_aboveTheLimit_isOne() {
        assertTooLarge("a logical message has 25 bytes", Envelopes.message(true, 1, "p", "0123456789"), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void descriptions_haveNoLimit(int cutOff) {
        check(Envelopes.relation(T, "a_long_name_indeed"), cutOff);
        check(Envelopes.truncate(1, 2, 3, 4), cutOff);
    }

    @Test
    void row_ofAnotherRelation_isRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> check(Envelopes.insert(8, 1, "0123456789"), 0));
    }

    @Test
    void row_ofOtherColumns_isRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> check(
                        new Body()
                                .int8('I')
                                .int32(T)
                                .int8('N')
                                .int16(3)
                                .bytes("nnnnnnnn".getBytes(StandardCharsets.UTF_8))
                                .toBytes(),
                        0))
                .withMessageContaining("a row of 3 values for a relation of 2 columns");
    }

    private static byte[] insert(String note) {
        return Envelopes.insert(T, 1, note);
    }

    private void check(byte[] payload, int cutOff) {
        sizes.check((Content) Feeding.decode(payload), cutOff);
    }

    private void assertTooLarge(String message, byte[] payload, int cutOff) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> check(payload, cutOff))
                .withMessageContaining(message);
    }
}
