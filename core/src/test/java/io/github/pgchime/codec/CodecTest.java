package io.github.pgchime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.pgchime.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {

    private static final int ROUNDS = 30_000;

    static Stream<Sample> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void text_asTheServerWritesIt_isTheValue(Sample sample) {
        assertThat(Sample.amid(sample.textBytes(), sample.codec()::text)).isEqualTo(sample.value());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void binary_asTheServerWritesIt_isTheValue(Sample sample) {
        assertThat(Sample.amid(sample.binaryBytes(), sample.codec()::binary)).isEqualTo(sample.value());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    BOOL        | x
                    BOOL        | tt
                    INT2        | 32768
                    INT4        | -2147483649
                    INT4        | 1x
                    INT4        | -
                    INT8        | 9223372036854775808
                    INT8        | 92233720368547758070
                    OID         | -1
                    XID8        | 18446744073709551616
                    FLOAT8      | 1.
                    FLOAT8      | .5
                    FLOAT8      | -
                    FLOAT8      | 0x1p3
                    FLOAT8      | 1d
                    FLOAT8      | 1e+
                    FLOAT8      | 1e1000
                    FLOAT8      | 1.5.5
                    FLOAT8      | 1.e5
                    FLOAT8      | e5
                    FLOAT8      | 0.00000000000000000000000000000000000000000000000000000000000000001
                    NUMERIC     | 1e5
                    NUMERIC     | 1.
                    NUMERIC     | .1
                    NUMERIC     | -
                    NUMERIC     | 1.2.3
                    NUMERIC     | any
                    NUMERIC     | any at all and y
                    NUMERIC     | 1234567890123456789x
                    MONEY       | 1.00
                    MONEY       | $1,00
                    MONEY       | $.00
                    MONEY       | $1.0,
                    MONEY       | $92,233,720,368,547,758.08
                    MONEY       | $922,233,720,368,547,758.08
                    BYTEA       | \\x0
                    BYTEA       | \\x0g
                    BYTEA       | \\xg0
                    BYTEA       | \\08
                    BYTEA       | \\400
                    BYTEA       | \\08x
                    UUID        | a0eebc99
                    UUID        | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g
                    UUID        | a0eebc9999c0b-4ef8-bb6d-6bb9bd380a11
                    PG_LSN      | 1
                    PG_LSN      | /1
                    PG_LSN      | 123456789/1
                    PG_LSN      | 1/g
                    BIT         | 012
                    DATE        | 2023-02-29
                    DATE        | 2100-02-29
                    DATE        | 2023-04-31
                    DATE        | 2023-13-01
                    DATE        | 2023-00-01
                    DATE        | 2023-01-00
                    DATE        | 0000-01-01
                    DATE        | 202-01-01
                    DATE        | 12345678-01-01
                    DATE        | 2023-1-011
                    DATE        | 2023/01/01
                    DATE        | 2023-01/01
                    DATE        | 2023-01-01 AD
                    DATE        | 4714-11-23 BC
                    DATE        | 5874898-01-01
                    DATE        | infinite
                    TIME        | 24:00:00.000001
                    TIME        | 23:60:00
                    TIME        | 23:00:60
                    TIME        | 23:00
                    TIME        | 23:0x:00
                    TIME        | 23.00:00
                    TIME        | 23:00.00
                    TIME        | 23:00:00.
                    TIME        | 23:00:00.1234567
                    TIME        | 23:00:00.12x
                    TIME        | 23:00:00+00
                    TIMETZ      | 23:00:00
                    TIMETZ      | 23:00:00+0
                    TIMETZ      | 23:00:00 00
                    TIMETZ      | 23:00:00+16
                    TIMETZ      | 23:00:00+01:60
                    TIMETZ      | 23:00:00+01.30
                    TIMETZ      | 23:0000+00
                    TIMETZ      | 23:00:00+xx
                    TIMESTAMP   | 2023-01-01
                    TIMESTAMP   | 2023-01-01T00:00:00
                    TIMESTAMP   | 2023-01-01 00:00:00+00
                    TIMESTAMP   | 2023-01-01 25:00:00
                    TIMESTAMP   | 2023-13-01 00:00:00
                    TIMESTAMP   | 294277-01-01 00:00:00
                    TIMESTAMP   | 5874897-01-01 00:00:00
                    TIMESTAMP   | 4714-11-23 00:00:00 BC
                    TIMESTAMP   | 4714-01-01 00:00:00 BC
                    TIMESTAMPTZ | 2023-01-01 00:00:00
                    INTERVAL    | P
                    INTERVAL    | PT
                    INTERVAL    | P1
                    INTERVAL    | P1H
                    INTERVAL    | PT1D
                    INTERVAL    | PT1.1234567S
                    INTERVAL    | P9999999999D
                    INTERVAL    | P999999999Y
                    INTERVAL    | PT9999999999H
                    INTERVAL    | P12345678901D
                    INTERVAL    | 1 century
                    INTERVAL    | 1 day x
                    INTERVAL    | infinite
                    INTERVAL    | -infinite
                    INTERVAL    | 00:00:00x
                    INTERVAL    | P1DT
                    INET        | 1.2.3
                    INET        | 1.2.3.256
                    INET        | 1.2.3.4/33
                    INET        | 1.2.3.4/
                    INET        | 1.2.3.4x
                    INET        | ::1/129
                    INET        | :1
                    INET        | 1:2
                    INET        | 1::2::3
                    INET        | 12345::
                    INET        | 1:2:
                    INET        | 1:2:3:4:5:6:7:8:9
                    INET        | 1:2:3:4:5:6:7:8::
                    INET        | 1:2:3:4:5:6:7:1.2.3.4
                    INET        | x
                    MACADDR     | 08:00:2b:01:02
                    MACADDR     | 08-00-2b-01-02-03
                    MACADDR     | 0g:00:2b:01:02:03
                    POINT       | 1,2
                    POINT       | (1,2
                    POINT       | (1)
                    POINT       | (1,2)x
                    LINE        | {1,2}
                    LSEG        | (1,2),(3,4)
                    BOX         | (1,2)
                    PATH        | [(1,2)
                    PATH        | []
                    POLYGON     | (1,2)
                    CIRCLE      | <(1,2)>
                    INT2VECTOR  | 1  2
                    INT4RANGE   | [1
                    INT4RANGE   | 1,2)
                    INT4RANGE   | [1,2}
                    INT4RANGE   | [1,2)x
                    INT4RANGE   | emptyx
                    INT4RANGE   | [1"2,)
                    INT4RANGE   | ["1,2)
                    INT4RANGE   | ["1\\
                    INT4MULTIRANGE | {[1,2)
                    INT4MULTIRANGE | {[1,2)}x
                    INT4MULTIRANGE | [1,2)
                    """)
    void text_malformed_isAProtocolException(BuiltIn type, String text) {
        assertThatThrownBy(() -> Sample.text(type.codec(), text))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 02",
        "INT2, 00",
        "INT4, 0000000000",
        "INT8, 00",
        "CHAR, 6161",
        "TID, 00",
        "JSONB, ''",
        "JSONB, 0261",
        "UUID, 00",
        "NUMERIC, 0001 0000 0000 0000 2710",
        "NUMERIC, 0001 0000 0000 0000 ffff",
        "NUMERIC, 0002 0000 0000 0000 0001",
        "NUMERIC, 0000 0000 0001 0000",
        "NUMERIC, 0000 0000 0000 ffff",
        "NUMERIC, 0000 0000 0000 7fff",
        "NUMERIC, 0001 ffff 0000 0002 0001",
        "NUMERIC, 0000 0000 0000 0000 00",
        "DATE, 7ffffffe",
        "DATE, 80000001",
        "TIME, ffffffffffffffff",
        "TIME, 7fffffffffffffff",
        "TIMETZ, 00",
        "TIMETZ, 0000000000000000 7fffffff",
        "TIMETZ, 0000000000000000 80000000",
        "TIMESTAMP, 7ffffffffffffffe",
        "TIMESTAMPTZ, 8000000000000001",
        "INTERVAL, 00",
        "BIT, 00000009 aa",
        "BIT, ffffffff",
        "INET, 02 20 00 10 0a000001",
        "INET, 03 20 00 04 0a000001",
        "INET, 02 21 00 04 0a000001",
        "INET, 02 20 00 04 0a0000",
        "MACADDR, 08002b0102",
        "PATH, 00 00000001",
        "POLYGON, ffffffff",
        "POLYGON, 7fffffff 00",
        "INT2VECTOR, 00000000 00000000 00000017",
        "OIDVECTOR, 00000007 00000000 0000001a",
        "OIDVECTOR, ffffffff 00000000 0000001a",
        "OIDVECTOR, 00000001 00000000 0000001a 7fffffff 00000000",
        "OIDVECTOR, 00000001 00000000 0000001a 00000000 00000000",
        "INT4RANGE, 02 ffffffff ffffffff",
        "INT4RANGE, 02 7fffffff 00",
        "INT4MULTIRANGE, 7fffffff",
        "INT4MULTIRANGE, ffffffff",
        "TSVECTOR, 7fffffff",
        "TSVECTOR, ffffffff 00",
    })
    void binary_malformed_isAProtocolException(BuiltIn type, String hex) {
        assertThatThrownBy(() -> Sample.binary(type.codec(), hex))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a value of ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {1
                    1}
                    {1}}
                    {1}x
                    {,}
                    {1,}
                    {1 {2}}
                    {1,{2}}
                    {{1},2}
                    {{{{{{{1}}}}}}}
                    {"1
                    {1"2}
                    {1\\2}
                    [1:2]{1}
                    [1]={1}
                    [1:2={1}
                    """)
    void arrayText_malformed_isAProtocolException(String text) {
        assertThatThrownBy(() -> Sample.text(BuiltIn.TEXT.arrayCodec(), text)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "a"
                    "a"=>
                    "a"=>b
                    a=>"b"
                    "a"=>"b","c"=>"d"
                    "a"=>"b", c
                    """)
    void hstoreText_malformed_isAProtocolException(String text) {
        assertThatThrownBy(() -> Sample.text(Samples.CODECS.codec(Samples.HSTORE), text))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void hstoreBinary_morePairsThanBytes_isAProtocolException() {
        Codec hstore = Samples.CODECS.codec(Samples.HSTORE);
        assertThatThrownBy(() -> Sample.binary(hstore, "7fffffff")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> Sample.binary(hstore, "ffffffff")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void composite_otherThanTheCatalogSays_isReadByPositions() {
        Codec pair = Samples.CODECS.codec(Samples.PAIR);
        assertThat(Sample.text(pair, "(1)")).isEqualTo(Map.of("f1", "1"));
        assertThat(Sample.text(pair, "(1,\"a b\",3)")).isEqualTo(Map.of("f1", "1", "f2", "a b", "f3", "3"));
        assertThat(Sample.text(pair, "(a,b)")).isEqualTo(Map.of("f1", "a", "f2", "b"));
        assertThat(Sample.binary(pair, "00000001 00000017 00000004 00000007")).isEqualTo(Map.of("f1", 7));
        assertThat(Sample.binary(pair, "00000002 00000019 00000001 61 000003ef 0000000c 00000000 00000000 00000017"))
                .isEqualTo(Map.of("f1", "a", "f2", List.of()));
        assertThat(Sample.binary(pair, "00000002 00000019 ffffffff 00004e20 00000001 61"))
                .asString()
                .startsWith("{f1=null, f2=[B@");
    }

    @Test
    void composite_malformed_isAProtocolException() {
        Codec pair = Samples.CODECS.codec(Samples.PAIR);
        assertThatThrownBy(() -> Sample.text(pair, "(1,2")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> Sample.text(pair, "(1,2)x")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> Sample.binary(pair, "00000003")).hasMessageContaining("read 3 attributes");
        assertThatThrownBy(() -> Sample.binary(pair, "ffffffff"))
                .hasMessageContaining("attributes where there is no room");
        assertThatThrownBy(() -> Sample.binary(pair, "00000001 00000017 fffffffe"))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void error_longValue_showsItsBeginningOnly() {
        assertThatThrownBy(() -> Sample.text(BuiltIn.INT4.codec(), "x".repeat(5_000)))
                .hasMessageContaining("<xxx")
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void anything_cutAnywhere_isAValueOrAProtocolException() {
        for (Sample sample : samples().toList()) {
            cut(sample.codec()::text, sample.textBytes());
            cut(sample.codec()::binary, sample.binaryBytes());
        }
    }

    private static void cut(Decoding decoding, byte[] bytes) {
        for (int length = 0; length < bytes.length; length++) {
            decode(decoding, Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void anything_mutated_isAValueOrAProtocolException() {
        List<Sample> samples = samples().toList();
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Sample sample = samples.get(random.nextInt(samples.size()));
            decode(sample.codec()::text, mutant(sample.textBytes(), random));
            decode(sample.codec()::binary, mutant(sample.binaryBytes(), random));
        }
    }

    /** The bytes with a few replaced or doubled. */
    private static byte[] mutant(byte[] bytes, Random random) {
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> System.arraycopy(bytes, at, bytes, 0, bytes.length - at);
                default -> bytes[at] = (byte) "\"\\{}[]()<>:,;.- 09+TPN\0".charAt(random.nextInt(23));
            }
        }
        return bytes;
    }

    private static void decode(Decoding decoding, byte[] bytes) {
        try {
            assertThat(Sample.amid(bytes, decoding)).isNotNull();
        } catch (ProtocolException expected) {
            // as it should be
        } catch (RuntimeException e) {
            fail("not a ProtocolException for " + new String(bytes, StandardCharsets.ISO_8859_1), e);
        }
    }
}
