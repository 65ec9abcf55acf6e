package io.github.pgchime.app.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatheredOutputTest {

    private static final int MOST = 65_536;

    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
    private final GatheredOutput out = new GatheredOutput(sink);

    @Test
    void bytes_few_waitUntilTheyAreAskedFor() throws IOException {
        out.write(ascii("-orders-"), 1, 7);
        out.write('\n');
        assertThat(sink.size()).isZero();
        assertThat(out.added()).isEqualTo(7);
        assertThat(out.handedOn()).isZero();
        out.flush();
        assertThat(sink).hasToString("orders\n");
        assertThat(out.added()).isEqualTo(7);
        assertThat(out.handedOn()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, MOST - 1, MOST, MOST + 1, 5 * MOST})
    void bytes_inPiecesOfAnySize_comeWholeAndInOrder(int size) throws IOException {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; expected.length() < 7 * MOST; i++) {
            String piece = Character.toString('a' + i % 26).repeat(size);
            expected.append(piece).append('\n');
            out.write(ascii(piece));
            out.write('\n');
            assertThat(out.added()).isEqualTo(expected.length());
            assertThat(out.handedOn()).isEqualTo(sink.size()).isBetween(out.added() - MOST, out.added());
        }
        out.flush();
        assertThat(sink.toString(US_ASCII)).isEqualTo(expected.toString());
    }

    @Test
    void reader_gone_isTold() {
        assertThatThrownBy(() -> failing("Broken pipe").flush()).isInstanceOf(ClosedOutputException.class);
    }

    @Test
    void disk_full_isAnErrorThatSaysSo() {
        assertThatThrownBy(() -> failing("No space left on device").flush())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("standard output cannot be written: No space left on device");
    }

    private static GatheredOutput failing(String reason) {
        return new GatheredOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                throw new IOException(reason);
            }
        });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
