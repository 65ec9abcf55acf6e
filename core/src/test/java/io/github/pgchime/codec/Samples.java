package io.github.pgchime.codec;

import io.github.pgchime.Lsn;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.catalog.PgType.Attribute;
import io.github.pgchime.value.BitString;
import io.github.pgchime.value.Box;
import io.github.pgchime.value.Circle;
import io.github.pgchime.value.Inet;
import io.github.pgchime.value.Interval;
import io.github.pgchime.value.Line;
import io.github.pgchime.value.LineSegment;
import io.github.pgchime.value.MacAddress;
import io.github.pgchime.value.Path;
import io.github.pgchime.value.Point;
import io.github.pgchime.value.Polygon;
import io.github.pgchime.value.Range;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values as a server wrote them, in both forms. */
final class Samples {

    static final int MOOD = 70_001;
    static final int PAIR = 70_002;
    static final int PAIRS = 70_003;
    static final int NEST = 70_004;
    static final int SMALL = 70_005;
    static final int HSTORE = 70_006;
    static final int CITEXT = 70_007;
    static final int MOOD_RANGE = 70_008;
    static final int MOOD_MULTIRANGE = 70_009;
    static final int VECTOR = 70_010;

    static final Codecs CODECS = new Codecs(Map.of(
            MOOD, new PgType.Enumeration(MOOD, "public", "mood", List.of("sad", "ok")),
            PAIR,
                    new PgType.Composite(
                            PAIR,
                            "public",
                            "pair",
                            List.of(new Attribute("n", BuiltIn.INT4.oid(), -1), new Attribute("t", 25, -1))),
            PAIRS, new PgType.Array(PAIRS, "public", "_pair", PAIR, ','),
            NEST,
                    new PgType.Composite(
                            NEST,
                            "public",
                            "nest",
                            List.of(new Attribute("ps", PAIRS, -1), new Attribute("m", MOOD, -1))),
            SMALL, new PgType.Domain(SMALL, "public", "small", BuiltIn.INT2.oid(), -1),
            HSTORE, new PgType.Base(HSTORE, "public", "hstore"),
            CITEXT, new PgType.Base(CITEXT, "public", "citext"),
            MOOD_RANGE, new PgType.Range(MOOD_RANGE, "public", "moodrange", MOOD),
            MOOD_MULTIRANGE, new PgType.Multirange(MOOD_MULTIRANGE, "public", "moodmultirange", MOOD_RANGE),
            VECTOR, new PgType.Base(VECTOR, "public", "vector")));

    private Samples() {}

    static Stream<Sample> all() {
        return Stream.of(scalars(), temporal(), shapes(), addresses(), composed())
                .flatMap(stream -> stream);
    }

    private static Stream<Sample> scalars() {
        return Stream.of(
                Sample.of(BuiltIn.BOOL, "t", "01", true),
                Sample.of(BuiltIn.BOOL, "f", "00", false),
                Sample.of(BuiltIn.INT2, "-32768", "8000", Short.MIN_VALUE),
                Sample.of(BuiltIn.INT4, "2147483647", "7fffffff", Integer.MAX_VALUE),
                Sample.of(BuiltIn.INT8, "-9223372036854775808", "8000000000000000", Long.MIN_VALUE),
                Sample.of(BuiltIn.INT8, "9223372036854775807", "7fffffffffffffff", Long.MAX_VALUE),
                Sample.of(BuiltIn.OID, "4294967295", "ffffffff", 4_294_967_295L),
                Sample.of(BuiltIn.XID8, "7", "0000000000000007", 7L),
                Sample.of(BuiltIn.XID8, "18446744073709551615", "ffffffffffffffff", -1L),
                Sample.of(BuiltIn.FLOAT4, "1.1", "3f8ccccd", 1.1f),
                Sample.of(BuiltIn.FLOAT4, "1e-45", "00000001", Float.MIN_VALUE),
                Sample.of(BuiltIn.FLOAT8, "0.1", "3fb999999999999a", 0.1),
                Sample.of(BuiltIn.FLOAT8, "-0", "8000000000000000", -0.0),
                Sample.of(BuiltIn.FLOAT8, "-12", "c028000000000000", -12.0),
                Sample.of(BuiltIn.FLOAT8, "1.7976931348623157e+308", "7fefffffffffffff", Double.MAX_VALUE),
                Sample.of(BuiltIn.FLOAT8, "5e-324", "0000000000000001", Double.MIN_VALUE),
                Sample.of(BuiltIn.FLOAT8, "NaN", "7ff8000000000000", Double.NaN),
                Sample.of(BuiltIn.FLOAT8, "-Infinity", "fff0000000000000", Double.NEGATIVE_INFINITY),
                Sample.of(BuiltIn.FLOAT8, "Infinity", "7ff0000000000000", Double.POSITIVE_INFINITY),
                Sample.of(BuiltIn.NUMERIC, "0", "0000 0000 0000 0000", new BigDecimal("0")),
                Sample.of(BuiltIn.NUMERIC, "0.00", "0000 0000 0000 0002", new BigDecimal("0.00")),
                Sample.of(BuiltIn.NUMERIC, "-123.450", "0002 0000 4000 0003 007b 1194", new BigDecimal("-123.450")),
                Sample.of(BuiltIn.NUMERIC, "10000000", "0001 0001 0000 0000 03e8", new BigDecimal("10000000")),
                Sample.of(BuiltIn.NUMERIC, "0.00001", "0001 fffe 0000 0005 03e8", new BigDecimal("0.00001")),
                Sample.of(
                        BuiltIn.NUMERIC,
                        "12345678901234567890.12",
                        "0006 0004 0000 0002 04d2 162e 2334 0d80 1ed2 04b0",
                        new BigDecimal("12345678901234567890.12")),
                Sample.of(BuiltIn.NUMERIC, "NaN", "0000 0000 c000 0000", Double.NaN),
                Sample.of(BuiltIn.NUMERIC, "Infinity", "0000 0000 d000 0020", Double.POSITIVE_INFINITY),
                Sample.of(BuiltIn.NUMERIC, "-Infinity", "0000 0000 f000 0020", Double.NEGATIVE_INFINITY),
                Sample.of(BuiltIn.MONEY, "$1,234.56", "000000000001e240", new BigDecimal("1234.56")),
                Sample.of(BuiltIn.MONEY, "-$1.00", "ffffffffffffff9c", new BigDecimal("-1.00")),
                Sample.of(
                        BuiltIn.MONEY,
                        "-$92,233,720,368,547,758.08",
                        "8000000000000000",
                        BigDecimal.valueOf(Long.MIN_VALUE, 2)),
                Sample.of(BuiltIn.TEXT, "grüß 表", "6772c3bcc39f20e8a1a8", "grüß 表"),
                Sample.of(BuiltIn.CHAR, "a", "61", "a"),
                Sample.of(BuiltIn.CHAR, "", "00", ""),
                Sample.of(BuiltIn.CHAR, "\\377", "ff", "\\377"),
                Sample.of(BuiltIn.TID, "(1,2)", "00000001 0002", "(1,2)"),
                Sample.of(BuiltIn.JSONB, "{\"a\": 1}", "01 7b2261223a20317d", "{\"a\": 1}"),
                Sample.of(BuiltIn.BYTEA, "\\x00fF", "00ff", new byte[] {0, -1}),
                Sample.of(BuiltIn.BYTEA, "\\x", "", new byte[0]),
                Sample.of(BuiltIn.BYTEA, "a\\\\\\000\\377", "615c00ff", new byte[] {'a', '\\', 0, -1}),
                Sample.of(
                        BuiltIn.UUID,
                        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                        "a0eebc999c0b4ef8bb6d6bb9bd380a11",
                        UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
                Sample.of(BuiltIn.PG_LSN, "16/B374D848", "00000016b374d848", new Lsn(0x16B374D848L)),
                Sample.of(BuiltIn.BIT, "101010101", "00000009 aa80", new BitString(9, new byte[] {(byte) 0xAA, -128})),
                Sample.of(BuiltIn.VARBIT, "", "00000000", new BitString(0, new byte[0])),
                Sample.of(
                        BuiltIn.TSVECTOR,
                        "'a''b' 'c\\\\':1A,2B,3C,4",
                        "00000002 612762 00 0000 635c 00 0004 c001 8002 4003 0004",
                        "'a''b' 'c\\\\':1A,2B,3C,4"));
    }

    private static Stream<Sample> temporal() {
        return Stream.of(
                Sample.of(BuiltIn.DATE, "2000-01-01", "00000000", LocalDate.of(2000, 1, 1)),
                Sample.of(BuiltIn.DATE, "2024-02-29", "00002279", LocalDate.of(2024, 2, 29)),
                Sample.of(BuiltIn.DATE, "4714-11-24 BC", "ffda97a7", LocalDate.of(-4713, 11, 24)),
                Sample.of(BuiltIn.DATE, "5874897-12-31", "7fda970c", LocalDate.of(5_874_897, 12, 31)),
                Sample.of(BuiltIn.DATE, "infinity", "7fffffff", LocalDate.MAX),
                Sample.of(BuiltIn.DATE, "-infinity", "80000000", LocalDate.MIN),
                Sample.of(BuiltIn.TIME, "00:00:00", "0000000000000000", LocalTime.MIDNIGHT),
                Sample.of(BuiltIn.TIME, "23:59:59.999999", "000000141dd75fff", LocalTime.of(23, 59, 59, 999_999_000)),
                Sample.of(BuiltIn.TIME, "24:00:00", "000000141dd76000", LocalTime.MAX),
                Sample.of(
                        BuiltIn.TIMETZ,
                        "01:02:03.5-02:30:15",
                        "00000000ddf019e0 00002337",
                        LocalTime.of(1, 2, 3, 500_000_000).atOffset(ZoneOffset.ofHoursMinutesSeconds(-2, -30, -15))),
                Sample.of(
                        BuiltIn.TIMETZ,
                        "24:00:00+00",
                        "000000141dd76000 00000000",
                        LocalTime.MAX.atOffset(ZoneOffset.UTC)),
                Sample.of(
                        BuiltIn.TIMESTAMP,
                        "1999-12-31 23:59:59.9",
                        "fffffffffffe7960",
                        LocalDateTime.of(1999, 12, 31, 23, 59, 59, 900_000_000)),
                Sample.of(
                        BuiltIn.TIMESTAMP,
                        "294276-12-31 23:59:59.999999",
                        "7fffff5bb3b29fff",
                        LocalDateTime.of(294_276, 12, 31, 23, 59, 59, 999_999_000)),
                Sample.of(
                        BuiltIn.TIMESTAMP,
                        "4714-11-24 00:00:00 BC",
                        "fd0f7cc1411fa000",
                        LocalDateTime.of(-4713, 11, 24, 0, 0)),
                Sample.of(BuiltIn.TIMESTAMP, "infinity", "7fffffffffffffff", LocalDateTime.MAX),
                Sample.of(BuiltIn.TIMESTAMP, "-infinity", "8000000000000000", LocalDateTime.MIN),
                Sample.of(
                        BuiltIn.TIMESTAMPTZ,
                        "2000-01-01 05:30:00+05:30",
                        "0000000000000000",
                        Instant.parse("2000-01-01T00:00:00Z")),
                Sample.of(BuiltIn.TIMESTAMPTZ, "infinity", "7fffffffffffffff", Instant.MAX),
                Sample.of(BuiltIn.TIMESTAMPTZ, "-infinity", "8000000000000000", Instant.MIN),
                Sample.of(
                        BuiltIn.INTERVAL,
                        "P1Y2M3DT4H5M6.7S",
                        "000000036c966ee0 00000003 0000000e",
                        new Interval(14, 3, 14_706_700_000L)),
                Sample.of(
                        BuiltIn.INTERVAL,
                        "1 year 2 mons -3 days +00:00:01",
                        "00000000000f4240 fffffffd 0000000e",
                        new Interval(14, -3, 1_000_000)),
                Sample.of(
                        BuiltIn.INTERVAL,
                        "PT-0.5S",
                        "fffffffffff85ee0 00000000 00000000",
                        new Interval(0, 0, -500_000)),
                Sample.of(BuiltIn.INTERVAL, "infinity", "7fffffffffffffff 7fffffff 7fffffff", Interval.INFINITY),
                Sample.of(
                        BuiltIn.INTERVAL,
                        "-infinity",
                        "8000000000000000 80000000 80000000",
                        Interval.NEGATIVE_INFINITY));
    }

    private static Stream<Sample> shapes() {
        String one = "3ff0000000000000";
        String two = "4000000000000000";
        Point p = new Point(1, 2);
        Point q = new Point(2, 1);
        return Stream.of(
                Sample.of(BuiltIn.POINT, "(1,2)", one + two, p),
                Sample.of(BuiltIn.LINE, "{1,2,1}", one + two + one, new Line(1, 2, 1)),
                Sample.of(BuiltIn.LSEG, "[(1,2),(2,1)]", one + two + two + one, new LineSegment(p, q)),
                Sample.of(BuiltIn.BOX, "(1,2),(2,1)", one + two + two + one, new Box(p, q)),
                Sample.of(
                        BuiltIn.PATH,
                        "[(1,2),(2,1)]",
                        "00 00000002" + one + two + two + one,
                        new Path(false, List.of(p, q))),
                Sample.of(BuiltIn.PATH, "((1,2))", "01 00000001" + one + two, new Path(true, List.of(p))),
                Sample.of(
                        BuiltIn.POLYGON,
                        "((1,2),(2,1))",
                        "00000002" + one + two + two + one,
                        new Polygon(List.of(p, q))),
                Sample.of(BuiltIn.CIRCLE, "<(1,2),2>", one + two + two, new Circle(p, 2)));
    }

    private static Stream<Sample> addresses() {
        return Stream.of(
                Sample.of(BuiltIn.INET, "10.0.0.1", "02 20 00 04 0a000001", inet("10.0.0.1", 32)),
                Sample.of(BuiltIn.CIDR, "10.0.0.0/8", "02 08 01 04 0a000000", inet("10.0.0.0", 8)),
                Sample.of(BuiltIn.INET, "::1", "03 80 00 10 00000000000000000000000000000001", inet("::1", 128)),
                Sample.of(
                        BuiltIn.INET,
                        "2001:db8::/32",
                        "03 20 00 10 20010db8000000000000000000000000",
                        inet("2001:db8::", 32)),
                Sample.of(
                        BuiltIn.INET,
                        "1:2:3:4:5:6:7:8",
                        "03 80 00 10 00010002000300040005000600070008",
                        inet("1:2:3:4:5:6:7:8", 128)),
                Sample.of(BuiltIn.INET, "1::2:3", "03 80 00 10 00010000000000000000000000020003", inet("1::2:3", 128)),
                Sample.of(BuiltIn.MACADDR, "08:00:2b:01:02:03", "08002b010203", new MacAddress(0x08002b010203L, 6)),
                Sample.of(
                        BuiltIn.MACADDR8,
                        "08:00:2b:ff:fe:01:02:03",
                        "08002bfffe010203",
                        new MacAddress(0x08002bfffe010203L, 8)));
    }

    private static Stream<Sample> composed() {
        String one = "00000004 00000001";
        return Stream.of(
                Sample.ofArray(BuiltIn.INT4, "{}", "00000000 00000000 00000017", List.of()),
                Sample.ofArray(
                        BuiltIn.INT4,
                        "[0:1]={1,NULL}",
                        "00000001 00000001 00000017 00000002 00000000" + one + "ffffffff",
                        listOf(1, null)),
                Sample.ofArray(
                        BuiltIn.INT4,
                        "{{1},{1}}",
                        "00000002 00000000 00000017 00000002 00000001 00000001 00000001" + one + one,
                        List.of(List.of(1), List.of(1))),
                Sample.ofArray(
                        BuiltIn.TEXT,
                        "{a,\"\",\"NULL\",\"b\\\"\\\\,\"}",
                        "00000001 00000000 00000019 00000004 00000001 0000000161 00000000 000000044e554c4c"
                                + "00000004 62225c2c",
                        List.of("a", "", "NULL", "b\"\\,")),
                Sample.ofArray(
                        BuiltIn.BOX,
                        "{(0,0),(0,0)}",
                        "00000001 00000000 0000025b 00000001 00000001 00000020" + "00".repeat(32),
                        List.of(new Box(new Point(0, 0), new Point(0, 0)))),
                Sample.of(
                        BuiltIn.INT2VECTOR,
                        "1 2",
                        "00000001 00000000 00000015 00000002 00000000 000000020001 000000020002",
                        List.of((short) 1, (short) 2)),
                Sample.of(BuiltIn.OIDVECTOR, "", "00000000 00000000 0000001a", List.of()),
                Sample.of(BuiltIn.INT4RANGE, "empty", "01", Range.empty()),
                Sample.of(
                        BuiltIn.INT4RANGE, "[1,)", "12" + one, Range.of(Optional.of(1), true, Optional.empty(), false)),
                Sample.of(
                        BuiltIn.INT4RANGE, "(,1]", "0c" + one, Range.of(Optional.empty(), false, Optional.of(1), true)),
                Sample.of(BuiltIn.INT4MULTIRANGE, "{}", "00000000", List.of()),
                Sample.of(
                        BuiltIn.INT4MULTIRANGE,
                        "{[1,),(,1]}",
                        "00000002 00000009 12" + one + "00000009 0c" + one,
                        List.of(
                                Range.of(Optional.of(1), true, Optional.empty(), false),
                                Range.of(Optional.empty(), false, Optional.of(1), true))),
                made(MOOD, "sad", "736164", "sad"),
                made(SMALL, "1", "0001", (short) 1),
                made(CITEXT, "Ab", "4162", "Ab"),
                made(
                        PAIR,
                        "(1,\"a\"\"\\\\ b\")",
                        "00000002 00000017" + one + "00000019 00000005 61225c2062",
                        mapOf("n", 1, "t", "a\"\\ b")),
                made(PAIR, "(,\"\")", "00000002 00000017 ffffffff 00000019 00000000", mapOf("n", null, "t", "")),
                made(
                        NEST,
                        "(\"{\"\"(1,a)\"\"}\",sad)",
                        "00000002 00011173 00000031 00000001 00000000 00011172 00000001 00000001 00000019"
                                + "00000002 00000017" + one + "00000019 0000000161 00011171 00000003 736164",
                        mapOf("ps", List.of(mapOf("n", 1, "t", "a")), "m", "sad")),
                made(
                        HSTORE,
                        "\"a\"=>\"1\", \"b \\\"\"=>NULL, \"c\"=>\"NULL\"",
                        "00000003 0000000161 0000000131 00000003622022 ffffffff 0000000163 000000044e554c4c",
                        mapOf("a", "1", "b \"", null, "c", "NULL")),
                made(HSTORE, "", "00000000", Map.of()),
                made(
                        MOOD_RANGE,
                        "[ok,sad)",
                        "02 00000002 6f6b 00000003 736164",
                        Range.of(Optional.of("ok"), true, Optional.of("sad"), false)),
                made(
                        MOOD_MULTIRANGE,
                        "{[ok,sad)}",
                        "00000001 0000000e 02 00000002 6f6b 00000003 736164",
                        List.of(Range.of(Optional.of("ok"), true, Optional.of("sad"), false))));
    }

    private static Sample made(int oid, String text, String hex, Object value) {
        return new Sample(oid + " " + text, CODECS.codec(oid), text, hex, value);
    }

    private static Inet inet(String address, int prefix) {
        return new Inet(literal(address), prefix);
    }

    /** A literal is never looked up. */
    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<@Nullable Object> listOf(@Nullable Object... elements) {
        return Arrays.asList(elements);
    }

    static Map<String, @Nullable Object> mapOf(@Nullable Object... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }
}
