package io.github.pgchime.decode.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples are built by hand from the manual's section "Logical Replication Message Formats". */
class RowImagesTest {

    private static final String ALL_FORMS = "0004 6e 75 74 00000002 c3a9 62 00000001 ff";

    private final RowImages rows = new RowImages();

    @Test
    void values_ofAllForms_areFound() {
        read('I', "4e" + ALL_FORMS, 4);
        Tuple row = rows.after();
        assertThat(rows.old()).isEqualTo(RowImages.Old.NONE);
        assertThat(row.size()).isEqualTo(4);
        assertThat(row.form(0)).isEqualTo(Tuple.Form.NULL);
        assertThat(row.form(1)).isEqualTo(Tuple.Form.UNCHANGED);
        assertThat(row.form(2)).isEqualTo(Tuple.Form.TEXT);
        assertThat(text(row, 2)).isEqualTo("é");
        assertThat(row.form(3)).isEqualTo(Tuple.Form.BINARY);
        assertThat(row.array()[row.from(3)]).isEqualTo((byte) 0xff);
        assertThat(row.to(3) - row.from(3)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "U, 4e0001 74 00000001 61, NONE",
        "U, 4b0001 74 00000001 62 4e0001 74 00000001 61, KEY",
        "U, 4f0001 74 00000001 62 4e0001 74 00000001 61, FULL",
        "D, 4b0001 74 00000001 62, KEY",
        "D, 4f0001 74 00000001 62, FULL"
    })
    void oldRow_isWhatItsLetterSays(char type, String hex, RowImages.Old old) {
        read(type, hex, 1);
        assertThat(rows.old()).isEqualTo(old);
        if (old != RowImages.Old.NONE) {
            assertThat(text(rows.before(), 0)).isEqualTo("b");
        }
        if (type == 'U') {
            assertThat(text(rows.after(), 0)).isEqualTo("a");
        }
    }

    @Test
    void row_readAnew_isTheNewOne() {
        read('I', "4e0001 74 00000001 61", 1);
        assertThat(text(rows.after(), 0)).isEqualTo("a");
        int[] starts = rows.after().starts();
        assertThat(starts).containsExactly(rows.after().first());
        read('I', "4e0002 6e 74 00000001 62", 2);
        assertThat(starts).hasSize(1);
        assertThat(rows.after().starts())
                .containsExactly(rows.after().first(), rows.after().first() + 1);
        assertThat(text(rows.after(), 1)).isEqualTo("b");
        read('I', "4e0002 74 00000001 63 6e", 2);
        assertThat(text(rows.after(), 0)).isEqualTo("c");
    }

    @Test
    void row_ofNoColumns_isEmpty() {
        read('I', "4e0000", 0);
        assertThat(rows.after().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "I, 4b0001 6e, 'expected a new row (N), but read 0x4b'",
        "I, f80001 6e, 'expected a new row (N), but read 0xf8'",
        "U, 580001 6e, 'expected a new row (N), but read 0x58'",
        "U, 4b0001 6e 4f0001 6e, 'expected a new row (N), but read 0x4f'",
        "U, 4b0001 6e, 'expected 1 bytes where 0 bytes of the message are left'",
        "D, 4e0001 6e, 'a delete without an old row'",
        "D, 4b0001 6e 00, '1 bytes more than its fields take'",
        "I, 4e0002 6e 6e, 'a row of 2 values for a relation of 1 columns'",
        "I, 4effff, 'a row of -1 values for a relation of 1 columns'",
        "I, 4e0001 f8, 'one of n u t b, but read 0xf8'",
        "I, 4e0001 74 ffffffff, 'expected 4294967295 bytes'",
        "I, 4e0001 74 00000002 61, 'expected 2 bytes where 1 bytes of the message are left'",
        "I, 4e0001 62 0000, 'expected 4 bytes'"
    })
    void row_malformed_isRefused(char type, String hex, String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read(type, hex, 1))
                .withMessageContaining(message);
    }

    private void read(char type, String hex, int columns) {
        rows.read(type, Payload.hex(hex).reader(), columns);
    }

    private static String text(Tuple row, int column) {
        return new String(row.array(), row.from(column), row.to(column) - row.from(column), StandardCharsets.UTF_8);
    }
}
