package io.github.pgchime.debezium.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.DebeziumOptions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Values as JSON. What Debezium itself makes of them is compared elsewhere, with a server. */
final class TypeWritersTest {

    private static final int VECTOR = 20_001;
    private static final int SPARSE = 20_002;
    private static final int GEOMETRY = 20_003;
    private static final int UNKNOWN = 20_004;
    private static final int ENUM = 20_005;
    private static final int PAIR = 20_006;
    private static final int PAIRS = 20_007;
    private static final int DOMAIN = 20_008;
    private static final int HSTORE = 20_009;
    private static final int LTREE = 20_010;
    private static final int CIRCLE = 20_011;
    private static final int HALFVEC = 20_012;
    private static final int GEOGRAPHY = 20_013;
    private static final int NOTHING = 20_014;

    private static final Codecs TYPES = new Codecs(Map.ofEntries(
            Map.entry(VECTOR, new PgType.Base(VECTOR, "public", "vector")),
            Map.entry(SPARSE, new PgType.Base(SPARSE, "public", "sparsevec")),
            Map.entry(GEOMETRY, new PgType.Base(GEOMETRY, "public", "geometry")),
            Map.entry(HALFVEC, new PgType.Base(HALFVEC, "public", "halfvec")),
            Map.entry(GEOGRAPHY, new PgType.Base(GEOGRAPHY, "public", "geography")),
            Map.entry(NOTHING, new PgType.Composite(NOTHING, "public", "no thing", List.of())),
            Map.entry(UNKNOWN, new PgType.Base(UNKNOWN, "public", "strange")),
            Map.entry(HSTORE, new PgType.Base(HSTORE, "public", "hstore")),
            Map.entry(LTREE, new PgType.Base(LTREE, "public", "ltree")),
            Map.entry(ENUM, new PgType.Enumeration(ENUM, "public", "mood", List.of("sad", "\"ok\""))),
            Map.entry(
                    PAIR,
                    new PgType.Composite(
                            PAIR,
                            "public",
                            "pair",
                            List.of(
                                    new PgType.Attribute("a", BuiltIn.INT4.oid(), -1),
                                    new PgType.Attribute("b", UNKNOWN, -1)))),
            Map.entry(PAIRS, new PgType.Array(PAIRS, "public", "_pair", PAIR, ',')),
            Map.entry(DOMAIN, new PgType.Domain(DOMAIN, "public", "amount", BuiltIn.NUMERIC.oid(), (8 << 16) + 3 + 4)),
            Map.entry(CIRCLE, new PgType.Domain(CIRCLE, "public", "turns", CIRCLE, -1))));

    private static Optional<TypeWriter> writer(String options, int oid, int modifier) {
        return new TypeWriters(options(options), TYPES).of(oid, modifier);
    }

    private static DebeziumOptions options(String options) {
        Map<String, String> properties = options.isEmpty()
                ? Map.of()
                : List.of(options.split(" ", -1)).stream()
                        .map(option -> option.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return DebeziumOptions.of(properties);
    }

    private static String text(String options, int oid, int modifier, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        JsonBuffer out = new JsonBuffer();
        writer(options, oid, modifier).orElseThrow().writer().text(out, bytes, 0, bytes.length);
        return new String(out.copy(0), StandardCharsets.UTF_8);
    }

    private static String binary(int oid, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        JsonBuffer out = new JsonBuffer();
        writer("", oid, -1).orElseThrow().writer().binary(out, bytes, 0, bytes.length);
        return new String(out.copy(0), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INT4|-1|-7|-7",
                "BOOL|-1|f|false",
                "FLOAT8|-1|1|1.0",
                "FLOAT8|-1|-1e-05|-1e-05",
                "FLOAT4|-1|NaN|\"NaN\"",
                "NUMERIC|-1|1.500|{\"scale\":1,\"value\":\"Dw==\"}",
                "NUMERIC|-1|-100.00|{\"scale\":0,\"value\":\"nA==\"}",
                "NUMERIC|-1|12345678901234567890.5|{\"scale\":1,\"value\":\"BrFOn4EvNmw5\"}",
                "NUMERIC|-1|NaN|null",
                "NUMERIC|327686|-1.50|\"/2o=\"",
                "NUMERIC|327686|NaN|null",
                // numeric(10,-2)
                "NUMERIC|657410|1200|\"BLA=\"",
                "DATE|-1|infinity|-2147472692",
                "DATE|-1|-infinity|-2147472691",
                "TIME|3|12:00:00.5|43200500",
                "TIMESTAMP|-1|infinity|9223372036825200000",
                "TIMESTAMP|3|-infinity|-9223372036832400",
                "TIMESTAMP|-1|294276-12-31 23:59:59.999999|9224318015999999999",
                "TIMESTAMPTZ|0|2026-01-31 12:34:56.7+00|\"2026-01-31T12:34:56Z\"",
                "TIMETZ|-1|24:00:00-07|\"07:00:00Z\"",
                "INTERVAL|-1|infinity|9223372036854775807",
                "BIT|1|1|true",
                "VARBIT|-1|0000000000|\"\"",
                "INT2VECTOR|-1|1 2|[1,2]"
            })
    void value_inText_isJson(BuiltIn type, int modifier, String value, String json) {
        assertThat(text("", type.oid(), modifier, value)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time.precision.mode=nanoseconds|TIMESTAMP|1970-01-01 00:00:00|0",
                "time.precision.mode=nanoseconds|TIMESTAMP|2026-01-31 12:34:56.123456|1769862896123456000",
                "time.precision.mode=nanoseconds|TIMESTAMP|infinity|9223372036854775807",
                "time.precision.mode=nanoseconds|TIMESTAMP|-infinity|-9223372036854775808",
                "time.precision.mode=nanoseconds|TIME|00:00:01|1000000000",
                "time.precision.mode=microseconds|TIMESTAMP|1970-01-01 00:00:00.5|500000",
                "time.precision.mode=isostring|TIMESTAMP|infinity|\"infinity\"",
                "time.precision.mode=isostring|TIMESTAMP|0044-03-15 12:00:00.500 BC|\"-0043-03-15T12:00:00.5Z\"",
                "time.precision.mode=isostring|DATE|-infinity|\"-infinity\"",
                "time.precision.mode=isostring|DATE|10000-01-01|\"+10000-01-01Z\"",
                "time.precision.mode=isostring|TIME|24:00:00|\"00:00:00Z\"",
                "decimal.handling.mode=string|NUMERIC|-Infinity|\"NEGATIVE_INFINITY\"",
                "decimal.handling.mode=string|MONEY|-$0.05|\"-0.05\"",
                "decimal.handling.mode=double|NUMERIC|Infinity|\"Infinity\"",
                "decimal.handling.mode=double|MONEY|$1,000.50|1000.5",
                "interval.handling.mode=string|INTERVAL|-1 year 2 days -00:00:00.5|\"P-1Y0M2DT0H0M-0.5S\"",
                "interval.handling.mode=string|INTERVAL|-infinity|\"-infinity\"",
                "binary.handling.mode=hex|BYTEA|\\xff00|\"ff00\"",
                "binary.handling.mode=base64-url-safe|BYTEA|\\xfbff|\"-_8=\""
            })
    void value_byMode_isJson(String option, BuiltIn type, String value, String json) {
        assertThat(text(option, type.oid(), -1, value)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INT2|0007|7",
                "INT4|fffffff9|-7",
                "INT8|0000000000000007|7",
                "OID|ffffffff|4294967295",
                "XID8|ffffffffffffffff|18446744073709551615",
                "BOOL|01|true",
                "BOOL|00|false",
                "FLOAT4|3fc00000|1.5",
                "FLOAT4|7fc00000|\"NaN\"",
                "FLOAT8|3ff8000000000000|1.5",
                "TEXT|c3a9|\"é\"",
                "DATE|00000001|10958",
                "TIME|0000000000000001|1",
                "TIMESTAMP|0000000000000000|946684800000000",
                "TIMESTAMPTZ|7fffffffffffffff|\"infinity\"",
                "TIMESTAMPTZ|8000000000000000|\"-infinity\"",
                "TIMETZ|0000000000000000ffffffff|\"23:59:59Z\"",
                "MONEY|0000000000000064|\"ZA==\"",
                "NUMERIC|0001000000000001000f|{\"scale\":0,\"value\":\"Dw==\"}",
                "BYTEA|ff|\"/w==\"",
                "INTERVAL|00000000000000000000000100000000|86400000000",
                "POINT|3ff00000000000004000000000000000|{\"x\":1.0,\"y\":2.0,\"wkb\":\"AQEAAAAAAAAAAADwPwAAAAAAAABA\",\"srid\":null}",
                "VARBIT|00000003a0|\"BQ==\"",
                "INT4RANGE|02000000040000000100000004000000 05|\"[1,5)\"",
                "TSRANGE|1200000008 0000000000000000|\"[\\\"2000-01-01 00:00:00\\\",)\"",
                "TSTZRANGE|1200000008 000000000007a120|\"[\\\"2000-01-01 00:00:00.5+00\\\",)\"",
                "TSRANGE|01|\"empty\"",
                "INT4MULTIRANGE|00000001 00000011 02000000040000000100000004000000 05|\"{[1,5)}\"",
                "INT2VECTOR|00000001 00000000 00000015 00000002 00000000 00000002 0001 00000002 0002|[1,2]"
            })
    void value_inBinary_isJson(BuiltIn type, String hex, String json) {
        assertThat(binary(type.oid(), hex.replace(" ", ""))).isEqualTo(json);
    }

    @Test
    void array_ofSeveralDimensions_isNested() {
        assertThat(text("", BuiltIn.INT4.arrayOid(), -1, "[0:1][1:2]={{1,2},{3,NULL}}"))
                .isEqualTo("[[1,2],[3,null]]");
        assertThat(text("", BuiltIn.TEXT.arrayOid(), -1, "{}")).isEqualTo("[]");
        assertThat(text("", BuiltIn.BOX.arrayOid(), -1, "{(1,2),(0,0);(3,3),(2,2)}"))
                .isEqualTo("[\"(1,2),(0,0)\",\"(3,3),(2,2)\"]");
        assertThat(binary(
                        BuiltIn.INT4.arrayOid(),
                        "000000020000000100000017" + "0000000100000001" + "0000000200000001"
                                + "0000000400000007ffffffff"))
                .isEqualTo("[[7,null]]");
        assertThat(binary(BuiltIn.INT4.arrayOid(), "000000000000000000000017")).isEqualTo("[]");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> text("", BuiltIn.INT4.arrayOid(), -1, "{{{{{{{1}}}}}}}"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> text("", BuiltIn.INT4.arrayOid(), -1, "{1,}"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> binary(BuiltIn.INT4.arrayOid(), "00000007" + "0000000000000017"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> binary(
                        BuiltIn.INT4.arrayOid(), "000000020000000000000017" + "7fffffff00000001" + "0000000000000001"))
                .withMessageContaining("but read one of 2147483647");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> binary(BuiltIn.INT4.arrayOid(), "000000010000000000000017" + "0000000000000001"));
    }

    @Test
    void composite_isAnObject() {
        assertThat(text("", PAIR, -1, "(1,\"x y\")")).isEqualTo("{\"a\":1,\"b\":\"x y\"}");
        assertThat(text("", PAIRS, -1, "{\"(,)\"}")).isEqualTo("[{\"a\":null,\"b\":null}]");
        assertThat(binary(PAIR, "00000002" + "000000170000000400000001" + "00004e24ffffffff"))
                .isEqualTo("{\"a\":1,\"b\":null}");
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> binary(PAIR, "00000001"));
    }

    @Test
    void extensionsTypes_areAsDebeziumHasThem() {
        assertThat(text("", VECTOR, -1, "[1,2.5]")).isEqualTo("[1.0,2.5]");
        assertThat(text("", SPARSE, -1, "{1:1.5,3:2}/5")).isEqualTo("{\"dimensions\":5,\"vector\":[[1,1.5],[3,2.0]]}");
        assertThat(text("", SPARSE, -1, "{}/5")).isEqualTo("{\"dimensions\":5,\"vector\":[]}");
        assertThat(text("", GEOMETRY, -1, "0101000020E6100000000000000000F03F0000000000000040"))
                .isEqualTo("{\"wkb\":\"AQEAACDmEAAAAAAAAAAA8D8AAAAAAAAAQA==\",\"srid\":4326}");
        assertThat(text("", GEOMETRY, -1, "0101000000000000000000F03F0000000000000040"))
                .contains("\"srid\":null");
        assertThat(text("", HSTORE, -1, "\"a\"=>\"1\", \"b\"=>NULL"))
                .isEqualTo("\"{\\\"a\\\":\\\"1\\\",\\\"b\\\":null}\"");
        assertThat(text("hstore.handling.mode=map", HSTORE, -1, "")).isEqualTo("{}");
        assertThat(binary(HSTORE, "00000001" + "0000000161" + "ffffffff")).isEqualTo("\"{\\\"a\\\":null}\"");
        assertThat(text("", LTREE, -1, "a.b")).isEqualTo("\"a.b\"");
        assertThat(binary(LTREE, "01612e62")).isEqualTo("\"a.b\"");
        assertThat(text("", ENUM, -1, "sad")).isEqualTo("\"sad\"");
        assertThat(text("", DOMAIN, -1, "1.5")).isEqualTo("\"Bdw=\"");
        for (int each : List.of(VECTOR, SPARSE)) {
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> binary(each, "00"));
        }
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> text("", GEOMETRY, -1, "xyz"));
    }

    @Test
    void zero_ofATypeOfItsOwn_isOfItsSchema() {
        Map<Integer, String> zeros = Map.of(
                VECTOR, "[]",
                SPARSE, "{\"dimensions\":0,\"vector\":[]}",
                PAIR, "{\"a\":null,\"b\":null}",
                NOTHING, "{}",
                HSTORE, "\"{}\"",
                GEOMETRY, "{\"wkb\":\"\",\"srid\":null}");
        zeros.forEach((oid, json) -> assertThat(
                        text("", oid, -1, writer("", oid, -1).orElseThrow().zero()))
                .isEqualTo(json));
    }

    @Test
    void unknownType_isLeftOut_unlessAskedFor() {
        assertThat(writer("", UNKNOWN, -1)).isEmpty();
        assertThat(writer("", 99_999, -1)).isEmpty();
        assertThat(writer("", CIRCLE, -1)).isEmpty();
        assertThat(text("include.unknown.datatypes=true", UNKNOWN, -1, "abc")).isEqualTo("\"YWJj\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|16|-1|{`type`:`boolean`,`optional`:false}",
                "|21|-1|{`type`:`int16`,`optional`:false}",
                "|700|-1|{`type`:`float`,`optional`:false}",
                "|2950|-1|{`type`:`string`,`optional`:false,`name`:`io.debezium.data.Uuid`,`version`:1}",
                // numeric(5,2) and numeric(10,-2)
                "|1700|327686|{`type`:`bytes`,`optional`:false,`name`:`org.apache.kafka.connect.data.Decimal`,`version`:1,`parameters`:{`scale`:`2`,`connect.decimal.precision`:`5`}}",
                "|1700|657410|{`type`:`bytes`,`optional`:false,`name`:`org.apache.kafka.connect.data.Decimal`,`version`:1,`parameters`:{`scale`:`0`,`connect.decimal.precision`:`12`}}",
                "|1700|-1|{`type`:`struct`,`fields`:[{`type`:`int32`,`optional`:false,`field`:`scale`},{`type`:`bytes`,`optional`:false,`field`:`value`}],`optional`:false,`name`:`io.debezium.data.VariableScaleDecimal`,`version`:1,`doc`:`Variable scaled decimal`}",
                "decimal.handling.mode=double|790|-1|{`type`:`double`,`optional`:false}",
                "decimal.handling.mode=string|790|-1|{`type`:`string`,`optional`:false}",
                "|1560|3|{`type`:`bytes`,`optional`:false,`name`:`io.debezium.data.Bits`,`version`:1,`parameters`:{`length`:`3`}}",
                "|1083|3|{`type`:`int32`,`optional`:false,`name`:`io.debezium.time.Time`,`version`:1}",
                "|1114|3|{`type`:`int64`,`optional`:false,`name`:`io.debezium.time.Timestamp`,`version`:1}",
                "time.precision.mode=connect|1082|-1|{`type`:`int32`,`optional`:false,`name`:`org.apache.kafka.connect.data.Date`,`version`:1}",
                "time.precision.mode=connect|1083|-1|{`type`:`int32`,`optional`:false,`name`:`org.apache.kafka.connect.data.Time`,`version`:1}",
                "time.precision.mode=microseconds|1083|0|{`type`:`int64`,`optional`:false,`name`:`io.debezium.time.MicroTime`,`version`:1}",
                "time.precision.mode=microseconds|1114|0|{`type`:`int64`,`optional`:false,`name`:`io.debezium.time.MicroTimestamp`,`version`:1}",
                "time.precision.mode=nanoseconds|1082|-1|{`type`:`int32`,`optional`:false,`name`:`io.debezium.time.Date`,`version`:1}",
                "time.precision.mode=nanoseconds|1083|0|{`type`:`int64`,`optional`:false,`name`:`io.debezium.time.NanoTime`,`version`:1}",
                "time.precision.mode=nanoseconds|1114|0|{`type`:`int64`,`optional`:false,`name`:`io.debezium.time.NanoTimestamp`,`version`:1}",
                "|1005|-1|{`type`:`array`,`items`:{`type`:`int16`,`optional`:true},`optional`:false}",
                "binary.handling.mode=hex|1001|-1|{`type`:`array`,`items`:{`type`:`string`,`optional`:true},`optional`:false}",
                "|20001|-1|{`type`:`array`,`items`:{`type`:`double`,`optional`:false},`optional`:false,`name`:`io.debezium.data.DoubleVector`,`version`:1}",
                "|20012|-1|{`type`:`array`,`items`:{`type`:`float`,`optional`:false},`optional`:false,`name`:`io.debezium.data.FloatVector`,`version`:1}",
                "|20002|-1|{`type`:`struct`,`fields`:[{`type`:`int16`,`optional`:false,`field`:`dimensions`},{`type`:`map`,`keys`:{`type`:`int16`,`optional`:false},`values`:{`type`:`double`,`optional`:false},`optional`:false,`field`:`vector`}],`optional`:false,`name`:`io.debezium.data.SparseDoubleVector`,`version`:1,`doc`:`Sparse double vector`}",
                "|20003|-1|{`type`:`struct`,`fields`:[{`type`:`bytes`,`optional`:false,`field`:`wkb`},{`type`:`int32`,`optional`:true,`field`:`srid`}],`optional`:true,`name`:`io.debezium.data.geometry.Geometry`,`version`:1,`doc`:`Geometry`}",
                "|20013|-1|{`type`:`struct`,`fields`:[{`type`:`bytes`,`optional`:false,`field`:`wkb`},{`type`:`int32`,`optional`:true,`field`:`srid`}],`optional`:false,`name`:`io.debezium.data.geometry.Geography`,`version`:1,`doc`:`Geography`}",
                "|20005|-1|{`type`:`string`,`optional`:false,`name`:`io.debezium.data.Enum`,`version`:1,`parameters`:{`allowed`:`sad,\"ok\"`}}",
                "|20006|-1|{`type`:`struct`,`fields`:[{`type`:`int32`,`optional`:true,`field`:`a`},{`type`:`string`,`optional`:true,`field`:`b`}],`optional`:false,`name`:`pgchime.public.pair`}",
                "|20014|-1|{`type`:`struct`,`fields`:[],`optional`:false,`name`:`pgchime.public.no_thing`}",
                "hstore.handling.mode=map|20009|-1|{`type`:`map`,`keys`:{`type`:`string`,`optional`:false},`values`:{`type`:`string`,`optional`:true},`optional`:false}",
                "include.unknown.datatypes=true|20004|-1|{`type`:`bytes`,`optional`:false}"
            })
    void schema_byTypeAndOptions_saysWhatIsWritten(String options, int oid, int modifier, String json) {
        JsonBuffer out = new JsonBuffer();
        SchemaJson.write(
                out,
                writer(options == null ? "" : options, oid, modifier)
                        .orElseThrow()
                        .schema());
        assertThat(new String(out.copy(0), StandardCharsets.UTF_8))
                .isEqualTo(json.replace("\"", "\\\"").replace('`', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|25|\"gone\"",
                "|17|\"Z29uZQ==\"",
                "|1009|[\"gone\"]",
                "|1001|[\"Z29uZQ==\"]",
                "|1007|[103,111,110,101]",
                "|1182|[103,111,110,101]",
                "|1700|null",
                "|1022|null",
                "|2951|[\"50c1f58b-e7f5-347e-8f53-d64c094783c2\"]",
                "|20009|\"{\\\"gone\\\":\\\"gone\\\"}\"",
                "include.unknown.datatypes=true|20004|\"Z29uZQ==\"",
                "binary.handling.mode=hex|17|\"gone\"",
                "binary.handling.mode=base64|17|\"gone\"",
                "binary.handling.mode=hex|1001|[\"gone\"]",
                "binary.handling.mode=hex include.unknown.datatypes=true|20004|\"gone\"",
                "decimal.handling.mode=string|1700|\"gone\"",
                "hstore.handling.mode=map|20009|{\"gone\":\"gone\"}",
                "time.precision.mode=isostring|1182|null"
            })
    void unavailable_byType_isJson(String options, int oid, String json) {
        String given = options == null ? "" : options + " ";
        assertThat(unavailable(given + "unavailable.value.placeholder=gone", oid))
                .isEqualTo(json);
        assertThat(unavailable(given + "unavailable.value.placeholder=hex:676F6e65", oid))
                .isEqualTo(json);
    }

    private static String unavailable(String options, int oid) {
        JsonBuffer out = new JsonBuffer();
        TypeWriter type = writer(options, oid, -1).orElseThrow();
        type.unavailable().write(out, type.writer(), options(options).unavailableBytes());
        return new String(out.copy(0), StandardCharsets.UTF_8);
    }

    @Test
    void unavailable_thatIsNoText_hasReplacementCharactersWhereItIsToBeText() {
        assertThat(unavailable("unavailable.value.placeholder=hex:ff00", 17)).isEqualTo("\"/wA=\"");
        assertThat(unavailable("unavailable.value.placeholder=hex:ff00", 1007)).isEqualTo("[-1,0]");
        assertThat(unavailable("unavailable.value.placeholder=hex:ff00", 25)).isEqualTo("\"\ufffd\\u0000\"");
    }

    @Test
    void anyBytes_ofAnyType_areJsonOrAProtocolException() {
        Random random = new Random(5);
        JsonBuffer out = new JsonBuffer();
        for (BuiltIn type : BuiltIn.values()) {
            for (int oid : new int[] {type.oid(), type.arrayOid()}) {
                for (int round = 0; round < 60; round++) {
                    byte[] bytes = new byte[random.nextInt(14)];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte)
                                (random.nextBoolean()
                                        ? "0123456789-+.:, {}[]()\"\\NULLinfinityeE".charAt(random.nextInt(37))
                                        : random.nextInt(256));
                    }
                    for (String options : List.of(
                            "",
                            "decimal.handling.mode=string time.precision.mode=isostring",
                            "decimal.handling.mode=double time.precision.mode=connect")) {
                        ValueWriter writer = writer(options, oid, round % 5 - 1)
                                .orElseThrow()
                                .writer();
                        requireJson(out, writer, bytes, true);
                        requireJson(out, writer, bytes, false);
                    }
                }
            }
        }
    }

    private static void requireJson(JsonBuffer out, ValueWriter writer, byte[] bytes, boolean text) {
        out.clear();
        try {
            if (text) {
                writer.text(out, bytes, 0, bytes.length);
            } else {
                writer.binary(out, bytes, 0, bytes.length);
            }
        } catch (ProtocolException e) {
            return;
        }
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), out.array(), 0, out.length())) {
            while (parser.nextToken() != null) {
                parser.getString();
            }
        } catch (JacksonException e) {
            throw new AssertionError(writer + " wrote " + new String(out.copy(0), StandardCharsets.UTF_8), e);
        }
    }
}
