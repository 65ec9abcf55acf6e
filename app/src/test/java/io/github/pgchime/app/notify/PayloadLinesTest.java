package io.github.pgchime.app.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadLinesTest {

    private static final int MOST = 5;

    @Test
    void lines_mixedEnds_areRead() throws IOException {
        assertThat(lines("a\nb\r\n\n\r\nü\nlast")).containsExactly("a", "b", "", "", "ü", "last");
    }

    @Test
    void lines_lastWithItsEnd_areNoMore() throws IOException {
        assertThat(lines("a\n")).containsExactly("a");
    }

    @Test
    void lines_noInput_areNone() throws IOException {
        assertThat(lines("")).isEmpty();
    }

    @Test
    void line_carriageReturnElsewhere_isKept() throws IOException {
        assertThat(lines("a\rb\nc\r")).containsExactly("a\rb", "c\r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "12345\n", "12345\r\n", "123é\r\n"})
    void line_asLongAsAllowed_isRead(String input) throws IOException {
        assertThat(lines(input)).containsExactly(input.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "123456\n", "12345\r", "1234567\r\n", "1234é\n"})
    void line_tooLong_isRefused(String input) {
        assertThatThrownBy(() -> lines(input))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("more than 5");
    }

    @Test
    void line_endless_isReadNoFurther() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                Arrays.fill(into, from, from + length, (byte) 'x');
                return length;
            }
        };
        PayloadLines input = new PayloadLines(endless, MOST);
        assertThatThrownBy(input::next).isInstanceOf(ConfigException.class);
    }

    @Test
    void line_notUtf8_isRefused() throws IOException {
        PayloadLines input = new PayloadLines(new ByteArrayInputStream("ok\n\u00fc\n".getBytes(ISO_8859_1)), MOST);
        assertThat(input.next()).contains("ok");
        assertThatThrownBy(input::next)
                .isInstanceOf(ConfigException.class)
                .hasMessage("payload is not UTF-8; convert the input before, as by iconv");
    }

    @Test
    void input_broken_saysWhichItIs() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Is a directory");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(new PayloadLines(broken, MOST)::next)
                .isInstanceOf(IOException.class)
                .hasMessage("standard input cannot be read: Is a directory");
    }

    private static List<String> lines(String text) throws IOException {
        PayloadLines input = new PayloadLines(new ByteArrayInputStream(text.getBytes(UTF_8)), MOST);
        List<String> lines = new ArrayList<>();
        for (Optional<String> line = input.next(); line.isPresent(); line = input.next()) {
            lines.add(line.get());
        }
        return lines;
    }
}
