package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WireReaderTest {

    static final List<Consumer<WireReader>> READS_OF_MORE_THAN_ONE_BYTE = List.of(
            WireReader::int16,
            WireReader::int32,
            WireReader::int64,
            WireReader::cString,
            reader -> reader.bytes(2),
            reader -> reader.bytes(-1),
            reader -> reader.bytes(Integer.MAX_VALUE),
            reader -> reader.skip(2),
            reader -> reader.skip(-1),
            reader -> reader.peek(1),
            reader -> reader.peek(-1),
            WireReader::expectEnd);

    @Test
    void integers_areBigEndianAndSigned() {
        WireReader reader = hex("fe 8001 ff000203 8000000000000001 7fffffff80000000 0102");
        assertThat(reader.int8()).isEqualTo((byte) -2);
        assertThat(reader.int16()).isEqualTo((short) 0x8001);
        assertThat(reader.int32()).isEqualTo(0xFF000203);
        assertThat(reader.int64()).isEqualTo(0x8000000000000001L);
        assertThat(reader.int64()).isEqualTo(0x7FFFFFFF80000000L);
        assertThat(reader.remaining()).isEqualTo(2);
        assertThat(reader.int16()).isEqualTo((short) 0x0102);
        reader.expectEnd();
    }

    @Test
    void strings_areReadInTheirCharset() {
        WireReader reader = hex("c3a900 e900 00 c3a9");
        assertThat(reader.cString()).isEqualTo("é");
        assertThat(reader.cString(StandardCharsets.ISO_8859_1)).isEqualTo("é");
        assertThat(reader.cString()).isEmpty();
        assertThat(reader.text(StandardCharsets.UTF_8)).isEqualTo("é");
        assertThat(reader.text(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void bytes_areCopiedSkippedAndPeekedAt() {
        byte[] array = {9, 1, 2, 3, 4, 9};
        WireReader reader = new WireReader("Test", array, 1, 5);
        assertThat(reader.array()).isSameAs(array);
        assertThat(reader.offset()).isEqualTo(1);
        assertThat(reader.peek(3)).isEqualTo((byte) 4);
        byte[] copy = reader.bytes(2);
        assertThat(copy).containsExactly(1, 2);
        reader.skip(1);
        assertThat(reader.offset()).isEqualTo(4);
        assertThat(reader.int8()).isEqualTo((byte) 4);
        reader.expectEnd();
    }

    @Test
    void stretch_isSkippedOnlyIfItComesNextAndWithinTheMessage() {
        WireReader reader = new WireReader("Test", new byte[] {1, 2, 3}, 0, 2);
        assertThat(reader.skipIfNext(new byte[] {2})).isFalse();
        assertThat(reader.skipIfNext(new byte[] {1, 2, 3})).isFalse();
        assertThat(reader.remaining()).isEqualTo(2);
        assertThat(reader.skipIfNext(new byte[] {1, 2})).isTrue();
        assertThat(reader.skipIfNext(new byte[] {})).isTrue();
        reader.expectEnd();
    }

    @Test
    void rest_isReadUnderItsOwnName() {
        WireReader reader = hex("01 02");
        reader.int8();
        WireReader rest = reader.rest("Rest");
        reader.expectEnd();
        assertThat(rest.int8()).isEqualTo((byte) 2);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(rest::int8)
                .withMessage("Rest: expected 1 bytes where 0 bytes of the message are left");
    }

    @ParameterizedTest
    @FieldSource("READS_OF_MORE_THAN_ONE_BYTE")
    void read_beyondTheEnd_isRefusedAndNamesTheMessage(Consumer<WireReader> read) {
        WireReader reader = new WireReader("Test", new byte[] {7, 7, 0, 0}, 0, 1);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read.accept(reader))
                .withMessageStartingWith("Test: ");
    }

    @Test
    void read_ofAnEmptyMessage_isRefused() {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> hex("").int8());
    }

    @Test
    void bounds_outsideTheArray_areABugOfTheCaller() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> new WireReader("Test", new byte[1], 0, 2));
    }

    private static WireReader hex(String hex) {
        return new WireReader("Test", HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
