package io.github.pgchime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What a writer takes from text without a Java value in between. */
class TextNumbersTest {

    private static final int TIMES = 20_000;
    private static final long SLACK = 16_384;

    static final List<Arguments> READERS = List.of(
            reader("2026-01-31", bytes -> TemporalText.date(bytes, 0, bytes.length), 9_527),
            reader("infinity", bytes -> TemporalText.date(bytes, 0, bytes.length), PgTime.DATE_INFINITY),
            reader("00:00:01.5", bytes -> TemporalText.time(bytes, 0, bytes.length), 1_500_000),
            reader("00:00:01.5+02:30", bytes -> TemporalText.timetzMicros(bytes, 0, bytes.length), 1_500_000),
            reader("00:00:01.5-02:30", bytes -> TemporalText.timetzOffset(bytes, 0, bytes.length), -9_000),
            reader("1999-12-31 23:59:59", bytes -> TemporalText.timestamp(bytes, 0, bytes.length), -1_000_000),
            reader("2000-01-01 00:00:00.000001+00", bytes -> TemporalText.timestamptz(bytes, 0, bytes.length), 1),
            reader("-infinity", bytes -> TemporalText.timestamptz(bytes, 0, bytes.length), PgTime.MINUS_INFINITY),
            reader("-123.4500", bytes -> NumericText.unscaledLong(bytes, 0, bytes.length), -1_234_500),
            reader("-123.4500", bytes -> NumericText.scale(bytes, 0, bytes.length), 4),
            reader("-$1,234.56", bytes -> Money.cents(bytes, 0, bytes.length), -123_456),
            reader("-42", bytes -> WholeNumber.text("int4", bytes, 0, bytes.length, -100, 100), -42),
            reader("-1234.75", bytes -> (long) (FloatingPoint.text("float8", bytes, 0, bytes.length) * 100), -123_475));

    private static Arguments reader(String text, ToLongFunction<byte[]> reader, long number) {
        return Arguments.of(text, reader, number);
    }

    @ParameterizedTest(name = "{0} {2}")
    @FieldSource("READERS")
    void number_fromText_allocatesNothing(String text, ToLongFunction<byte[]> reader, long number) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(reader.applyAsLong(bytes)).isEqualTo(number);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            sum += reader.applyAsLong(bytes);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(SLACK);
        assertThat(sum).isEqualTo(number * TIMES);
    }

    @Test
    void date_everyFewDays_isWhatJavaSays() {
        LocalDate epoch = LocalDate.of(2000, 1, 1);
        for (LocalDate day = LocalDate.of(1, 1, 1); day.getYear() < 3_000; day = day.plusDays(17)) {
            byte[] text = day.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat((long) TemporalText.date(text, 0, text.length)).isEqualTo(ChronoUnit.DAYS.between(epoch, day));
        }
    }

    @Test
    void timestamptz_anyMicrosecond_isWhatJavaSays() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Instant instant = Instant.EPOCH.plus(random.nextLong(200_000_000_000_000_000L), ChronoUnit.MICROS);
            String iso = instant.toString().replace('T', ' ').replace("Z", "+00");
            byte[] text = iso.getBytes(StandardCharsets.US_ASCII);
            assertThat(PgTime.instant(TemporalText.timestamptz(text, 0, text.length)))
                    .isEqualTo(instant);
        }
    }

    @Test
    void float8_anyDecimal_isWhatJavaSays() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            String text =
                    BigDecimal.valueOf(random.nextLong(), random.nextInt(30)).toPlainString();
            String cut = text.substring(0, Math.min(text.length(), 1 + random.nextInt(20)));
            if (cut.matches("-?[0-9]+(\\.[0-9]+)?")) {
                byte[] bytes = cut.getBytes(StandardCharsets.US_ASCII);
                assertThat(FloatingPoint.text("float8", bytes, 0, bytes.length)).isEqualTo(Double.parseDouble(cut));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"123456789012345678, true", "1234567890123456789, false", "NaN, false", "-Infinity, false", "1.5, true"
    })
    void numeric_ofUpToEighteenCharacters_fitsALong(String text, boolean fits) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(NumericText.fitsLong(bytes, 0, bytes.length)).isEqualTo(fits);
    }

    @Test
    void bytea_intoPlaceOfTheCallers_isWrittenThere() {
        byte[] hex = "\\xcafe".getBytes(StandardCharsets.US_ASCII);
        byte[] target = new byte[4];
        assertThat(ByteaText.longest(hex, 0, hex.length)).isEqualTo(2);
        assertThat(ByteaText.decode(hex, 0, hex.length, target, 1)).isEqualTo(2);
        assertThat(target).containsExactly(0, 0xca, 0xfe, 0);
    }
}
