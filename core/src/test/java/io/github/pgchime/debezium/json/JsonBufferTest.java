package io.github.pgchime.debezium.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as it grows. */
final class JsonBufferTest {

    private final JsonBuffer buffer = new JsonBuffer();

    private String text() {
        return new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8);
    }

    private String parsed() {
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), buffer.array(), 0, buffer.length())) {
            parser.nextToken();
            String value = parser.getString();
            assertThat(parser.nextToken()).isNull();
            return value;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9, 10, 99, 100, -1000, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1})
    void number_isInDecimalDigits(long value) {
        buffer.number(value);
        assertThat(text()).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 127, 128, -128, -129, 32767, 32768, Long.MAX_VALUE, Long.MIN_VALUE})
    void base64_ofANumber_isItsBytes(long value) {
        buffer.base64(value);
        assertThat(Base64.getDecoder().decode(parsed()))
                .isEqualTo(BigInteger.valueOf(value).toByteArray());
    }

    @Test
    void base64_ofEveryLength_isJavas() {
        Random random = new Random(7);
        for (int length = 0; length < 100; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            buffer.clear();
            buffer.base64(bytes, 0, length, true);
            assertThat(parsed()).isEqualTo(Base64.getUrlEncoder().encodeToString(bytes));
        }
    }

    @Test
    void string_ofAnyBytes_isWhatJavaReads() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                // Mostly bytes from the borders between what UTF-8 has and has not.
                int kind = random.nextInt(4);
                bytes[i] = (byte)
                        (kind == 0
                                ? random.nextInt(256)
                                : kind == 1 ? 0x7E + random.nextInt(4) : 0x80 | random.nextInt(128));
            }
            buffer.clear();
            buffer.string(bytes, 0, bytes.length);
            assertThat(parsed()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void string_ofEveryCharacter_isThatCharacter() {
        for (int c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 257) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                buffer.clear();
                buffer.string("a" + Character.toString(c) + "b");
                assertThat(parsed()).isEqualTo("a" + Character.toString(c) + "b");
            }
        }
    }

    @Test
    void number_withoutOneInJson_isAString() {
        buffer.raw('[');
        buffer.number(Double.NaN);
        buffer.raw(',');
        buffer.number(Double.NEGATIVE_INFINITY);
        buffer.raw(',');
        buffer.number(1.5);
        buffer.raw(']');
        assertThat(text()).isEqualTo("[\"NaN\",\"-Infinity\",1.5]");
    }

    @Test
    void hex_isTwoDigitsForAByte() {
        buffer.hex(new byte[] {0, (byte) 0xFF, 0x1A}, 0, 3);
        assertThat(text()).isEqualTo("\"00ff1a\"");
    }

    @Test
    void clear_afterMuch_keepsLittle() {
        byte[] much = new byte[5 * 1024 * 1024];
        buffer.hex(much, 0, much.length);
        buffer.clear();
        assertThat(buffer.array()).hasSizeLessThan(10_000);
        assertThat(buffer.length()).isZero();
    }
}
