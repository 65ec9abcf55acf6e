package io.github.pgchime.codec;

import static io.github.pgchime.codec.Samples.listOf;
import static io.github.pgchime.codec.Samples.mapOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import io.github.pgchime.value.BitString;
import io.github.pgchime.value.Box;
import io.github.pgchime.value.Circle;
import io.github.pgchime.value.Interval;
import io.github.pgchime.value.Line;
import io.github.pgchime.value.LineSegment;
import io.github.pgchime.value.MacAddress;
import io.github.pgchime.value.Path;
import io.github.pgchime.value.Point;
import io.github.pgchime.value.Polygon;
import io.github.pgchime.value.Range;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real servers write every type in both forms, and both are read as the same value. */
@EveryMajor
final class ValuesIT {

    private final PostgresServer server;
    private TestDatabase database;
    private PgConnection session;

    ValuesIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() {
        database = server.newDatabase();
        database.execute(
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION citext",
                "CREATE TYPE mood AS ENUM ('sad', 'so so', 'ok')",
                "CREATE DOMAIN small AS int2 CHECK (VALUE < 100)",
                "CREATE DOMAIN smalls AS small[]",
                "CREATE TYPE pair AS (n int, \"the text\" text)",
                "CREATE TYPE nest AS (ps pair[], m mood, r int4range, s smalls)",
                "CREATE TYPE moodrange AS RANGE (subtype = mood)");
        session = PgConnection.open(
                ConnectionOptions.parse(database.url()), PgConnection.Role.ORDINARY, System::nanoTime);
        session.query("SET DateStyle = ISO; SET IntervalStyle = iso_8601; SET TimeZone = 'UTC';"
                + " SET extra_float_digits = 3; SET lc_monetary = 'C'");
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    @Test
    void builtIn_oids_areTheServers() {
        for (Row row : session.query("SELECT oid, typarray, upper(typname) AS name FROM pg_type"
                + " WHERE oid < 10000 AND typtype IN ('b', 'r', 'm') AND typarray <> 0")) {
            BuiltIn.of((int) row.int64("oid")).ifPresent(type -> {
                assertThat(row.text("name")).isEqualTo(type.name());
                assertThat(row.int64("typarray")).isEqualTo(type.arrayOid());
            });
        }
    }

    @Test
    void scalars_inBothForms_areTheSameValue() {
        SoftAssertions both = new SoftAssertions();
        check(both, "bool", "true", true);
        check(both, "bool", "false", false);
        check(both, "int2", "'-32768'", Short.MIN_VALUE);
        check(both, "int4", "'-2147483648'", Integer.MIN_VALUE);
        check(both, "int8", "'-9223372036854775808'", Long.MIN_VALUE);
        check(both, "oid", "4294967295", 4_294_967_295L);
        check(both, "xid", "'4294967295'", 4_294_967_295L);
        check(both, "cid", "'7'", 7L);
        check(both, "xid8", "'18446744073709551615'", -1L);
        check(both, "tid", "'(4294967295,65535)'", "(4294967295,65535)");
        check(both, "float4", "'3.4028235e38'", Float.MAX_VALUE);
        check(both, "float4", "'1e-45'", Float.MIN_VALUE);
        check(both, "float4", "'0.3'", 0.3f);
        check(both, "float8", "'NaN'", Double.NaN);
        check(both, "float8", "'-Infinity'", Double.NEGATIVE_INFINITY);
        check(both, "float8", "'4.9e-324'", Double.MIN_VALUE);
        check(both, "float8", "'123456789012345.6'", 123456789012345.6);
        check(both, "float8", "'-0'", -0.0);
        check(both, "numeric", "'NaN'", Double.NaN);
        check(both, "numeric", "'-Infinity'", Double.NEGATIVE_INFINITY);
        for (String number : List.of(
                "0",
                "0.000",
                "-1",
                "10000",
                "0.0001",
                "100000000.00000001",
                "-12345678901234567890.123456789",
                "1e131071")) {
            BigDecimal value = new BigDecimal(number);
            check(both, "numeric", "'" + number + "'", value.scale() < 0 ? value.setScale(0) : value);
        }
        check(both, "numeric", "'1e-16383'", new BigDecimal("1e-16383"));
        check(both, "money", "'-92233720368547758.08'", new BigDecimal("-92233720368547758.08"));
        check(both, "money", "'1234567.8'", new BigDecimal("1234567.80"));
        check(both, "text", "'grüß 表'", "grüß 表");
        check(both, "bpchar(3)", "'a'", "a  ");
        check(both, "varchar(3)", "''", "");
        check(both, "name", "'n'", "n");
        check(both, "\"char\"", "'c'", "c");
        check(both, "\"char\"", "''", "");
        check(both, "citext", "'CaSe'", "CaSe");
        check(both, "json", "'{\"a\" : 1}'", "{\"a\" : 1}");
        check(both, "jsonb", "'{\"a\" : 1}'", "{\"a\": 1}");
        check(both, "jsonpath", "'$.a'", "$.\"a\"");
        check(both, "xml", "'<a/>'", "<a/>");
        check(both, "mood", "'so so'", "so so");
        check(both, "small", "'7'", (short) 7);
        check(both, "bytea", "'\\x00ff5c'", new byte[] {0, -1, 0x5c});
        check(
                both,
                "uuid",
                "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
                UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
        check(both, "pg_lsn", "'FFFFFFFF/0'", new Lsn(0xFFFF_FFFF_0000_0000L));
        check(both, "bit(9)", "B'101010101'", new BitString(9, new byte[] {(byte) 0xAA, -128}));
        check(both, "varbit", "B''", new BitString(0, new byte[0]));
        check(both, "tsvector", "$$'a''b':1A,2B '\\\\':16383C 'd' 'e':4$$", "'\\\\':16383C 'a''b':1A,2B 'd' 'e':4");
        both.assertAll();
    }

    @Test
    void byteaEscaped_isTheSameValue() {
        session.query("SET bytea_output = escape");
        SoftAssertions both = new SoftAssertions();
        check(both, "bytea", "'\\x00ff5c41'", new byte[] {0, -1, 0x5c, 0x41});
        both.assertAll();
    }

    @Test
    void temporal_inBothForms_isTheSameValue() {
        SoftAssertions both = new SoftAssertions();
        check(both, "date", "'4714-11-24 BC'", LocalDate.of(-4713, 11, 24));
        check(both, "date", "'0001-12-31 BC'", LocalDate.of(0, 12, 31));
        check(both, "date", "'5874897-12-31'", LocalDate.of(5_874_897, 12, 31));
        check(both, "date", "'infinity'", LocalDate.MAX);
        check(both, "date", "'-infinity'", LocalDate.MIN);
        for (String day : List.of("0001-01-01", "1582-10-10", "1600-02-29", "1900-02-28", "1999-12-31", "2400-12-31")) {
            check(both, "date", "'" + day + "'", LocalDate.parse(day));
        }
        check(both, "time", "'24:00:00'", LocalTime.MAX);
        check(both, "time", "'23:59:59.999999'", LocalTime.of(23, 59, 59, 999_999_000));
        check(both, "time(0)", "'01:02:03'", LocalTime.of(1, 2, 3));
        check(
                both,
                "timetz",
                "'24:00:00-15:59:59'",
                LocalTime.MAX.atOffset(ZoneOffset.ofHoursMinutesSeconds(-15, -59, -59)));
        check(
                both,
                "timetz",
                "'01:02:03.4+05:30'",
                LocalTime.of(1, 2, 3, 400_000_000).atOffset(ZoneOffset.ofHoursMinutes(5, 30)));
        check(both, "timestamp", "'4714-11-24 00:00:00 BC'", LocalDateTime.of(-4713, 11, 24, 0, 0));
        check(
                both,
                "timestamp",
                "'294276-12-31 23:59:59.999999'",
                LocalDateTime.of(294_276, 12, 31, 23, 59, 59, 999_999_000));
        check(
                both,
                "timestamp",
                "'1969-12-31 23:59:59.999999'",
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
        check(both, "timestamp", "'infinity'", LocalDateTime.MAX);
        check(both, "timestamp", "'-infinity'", LocalDateTime.MIN);
        check(both, "timestamptz", "'2026-01-15 10:30:00.123456+05:30'", Instant.parse("2026-01-15T05:00:00.123456Z"));
        check(both, "timestamptz", "'0044-03-15 12:00:00+00 BC'", Instant.parse("-0043-03-15T12:00:00Z"));
        check(
                both,
                "timestamptz",
                "'294276-12-31 23:59:59.999999+00'",
                Instant.parse("+294276-12-31T23:59:59.999999Z"));
        check(both, "timestamptz", "'infinity'", Instant.MAX);
        check(both, "timestamptz", "'-infinity'", Instant.MIN);
        session.query("SET TimeZone = 'America/St_Johns'");
        check(both, "timestamptz", "'1880-01-15 10:30:00+00'", Instant.parse("1880-01-15T10:30:00Z"));
        both.assertAll();
    }

    @Test
    void intervals_inBothStyles_areTheSameValueAndText() {
        SoftAssertions both = new SoftAssertions();
        for (String style : List.of("iso_8601", "postgres")) {
            session.query("SET IntervalStyle = " + style);
            check(both, "interval", "'1 year 2 mons 3 days 04:05:06.7'", new Interval(14, 3, 14_706_700_000L));
            check(
                    both,
                    "interval",
                    "'-1 year -2 mons +3 days -04:05:06.000001'",
                    new Interval(-14, 3, -14_706_000_001L));
            check(both, "interval", "'1 mon -1 day'", new Interval(1, -1, 0));
            check(both, "interval", "'0'", new Interval(0, 0, 0));
            check(both, "interval", "'-0.5s'", new Interval(0, 0, -500_000));
            if (server.major() >= 15) {
                check(
                        both,
                        "interval",
                        "'2147483647 mons -2147483648 days 2562047788:00:54.775807'",
                        new Interval(Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE));
            }
            if (server.major() >= 17) {
                check(both, "interval", "'infinity'", Interval.INFINITY);
                check(both, "interval", "'-infinity'", Interval.NEGATIVE_INFINITY);
            }
        }
        session.query("SET IntervalStyle = iso_8601");
        checkText(
                both,
                "interval",
                "'1 year 2 mons 3 days 04:05:06.7'",
                "'-1 mon'",
                "'-0.5s'",
                "'0'",
                "'-00:01:10.000001'");
        both.assertAll();
    }

    @Test
    void addressesAndShapes_inBothForms_areTheSameValueAndText() {
        SoftAssertions both = new SoftAssertions();
        checkText(
                both,
                "inet",
                "'10.0.0.1'",
                "'10.0.0.1/8'",
                "'::'",
                "'::1'",
                "'::1.2.3.4'",
                "'::ffff:1.2.3.4/100'",
                "'1:2:3:4:5:6:7:8'",
                "'1:0:0:4:5:0:0:8'",
                "'1:0:3:4:5:6:7:8'",
                "'fe80::/10'",
                "'::2:0:0:0'");
        checkText(both, "cidr", "'10.0.0.0/8'", "'2001:db8::/32'");
        check(both, "macaddr", "'08:00:2b:01:02:03'", new MacAddress(0x08002b010203L, 6));
        check(both, "macaddr8", "'ff:00:2b:01:02:03:04:05'", new MacAddress(0xff002b0102030405L, 8));
        checkText(both, "macaddr8", "'ff:00:2b:01:02:03:04:05'");
        check(both, "point", "'(1,-2.5)'", new Point(1, -2.5));
        check(both, "line", "'{1,-1,0}'", new Line(1, -1, 0));
        check(both, "lseg", "'[(1,2),(3,4)]'", new LineSegment(new Point(1, 2), new Point(3, 4)));
        check(both, "box", "'(1,2),(3,4)'", new Box(new Point(3, 4), new Point(1, 2)));
        check(both, "path", "'[(1,2)]'", new Path(false, List.of(new Point(1, 2))));
        check(
                both,
                "polygon",
                "'((0,0),(0,1),(1,0))'",
                new Polygon(List.of(new Point(0, 0), new Point(0, 1), new Point(1, 0))));
        check(both, "circle", "'<(1,2),3>'", new Circle(new Point(1, 2), 3));
        checkText(
                both,
                "point",
                "'(0,-0)'",
                "'(1e15,-123456789012345)'",
                "'(0.0001,0.00001)'",
                "'(NaN,-Infinity)'",
                "'(1.7976931348623157e308,5e-324)'",
                "'(-1.5e-10,1e100)'");
        checkText(both, "line", "'{1,-1,0}'");
        checkText(both, "lseg", "'[(1,2),(3,4)]'");
        checkText(both, "box", "'(1,2),(3,4)'");
        checkText(both, "path", "'[(1,2),(3,4)]'", "'((1,2),(3,4))'");
        checkText(both, "polygon", "'((0,0),(0,1),(1,0))'");
        checkText(both, "circle", "'<(1,2),3>'");
        both.assertAll();
    }

    @Test
    void composed_inBothForms_areTheSameValue() {
        SoftAssertions both = new SoftAssertions();
        check(both, "int4[]", "'{}'", List.of());
        check(both, "int4[]", "'[0:2]={1,NULL,3}'", listOf(1, null, 3));
        check(both, "int4[]", "'[-1:0][5:6]={{1,2},{3,4}}'", List.of(List.of(1, 2), List.of(3, 4)));
        check(
                both,
                "text[]",
                "ARRAY['', 'NULL', 'null', NULL, 'a,b', '{', '\"', '\\', ' x ', E'\\n', 'ü']",
                listOf("", "NULL", "null", null, "a,b", "{", "\"", "\\", " x ", "\n", "ü"));
        check(
                both,
                "timestamptz[]",
                "'{infinity,2000-01-01 00:00:00+00}'",
                List.of(Instant.MAX, Instant.parse("2000-01-01T00:00:00Z")));
        check(
                both,
                "box[]",
                "'{(1,1),(0,0);(1,1),(0,0)}'",
                List.of(new Box(new Point(1, 1), new Point(0, 0)), new Box(new Point(1, 1), new Point(0, 0))));
        check(both, "line[]", "ARRAY['{1,-1,0}'::line]", List.of(new Line(1, -1, 0)));
        check(both, "int4range[]", "ARRAY['[1,3)'::int4range, 'empty']", List.of(range(1, 3), Range.empty()));
        check(both, "int2vector", "'1 -2'", List.of((short) 1, (short) -2));
        check(both, "oidvector", "'1 4294967295'", List.of(1L, 4_294_967_295L));
        check(both, "mood[]", "'{sad,\"so so\"}'", List.of("sad", "so so"));
        check(both, "small[]", "'{1,2}'", List.of((short) 1, (short) 2));
        check(both, "smalls", "'{1,NULL}'", listOf((short) 1, null));
        check(both, "pair", "ROW(NULL, '')", mapOf("n", null, "the text", ""));
        check(both, "pair", "ROW(1, '(\"\\,) ')", mapOf("n", 1, "the text", "(\"\\,) "));
        check(
                both,
                "nest",
                "ROW(ARRAY[ROW(1, 'a \"b\"')::pair, NULL], 'so so', '[1,3)', '{7}')",
                mapOf(
                        "ps",
                        listOf(mapOf("n", 1, "the text", "a \"b\""), null),
                        "m",
                        "so so",
                        "r",
                        range(1, 3),
                        "s",
                        List.of((short) 7)));
        check(both, "int4range", "'[1,3)'", range(1, 3));
        check(both, "int4range", "'(,)'", Range.of(Optional.empty(), false, Optional.empty(), false));
        check(
                both,
                "numrange",
                "'(1.50,]'",
                Range.of(Optional.of(new BigDecimal("1.50")), false, Optional.empty(), false));
        check(
                both,
                "tstzrange",
                "'[2000-01-01 00:00:00+00,infinity]'",
                Range.of(Optional.of(Instant.parse("2000-01-01T00:00:00Z")), true, Optional.of(Instant.MAX), true));
        check(both, "moodrange", "'[sad,\"so so\"]'", Range.of(Optional.of("sad"), true, Optional.of("so so"), true));
        checkText(both, "int4range", "'[1,3)'", "'empty'", "'(,3)'");
        checkText(both, "moodrange", "'[sad,\"so so\"]'");
        if (server.major() >= 14) {
            check(both, "int4multirange", "'{[1,3),[5,7)}'", List.of(range(1, 3), range(5, 7)));
            check(both, "int4multirange", "'{}'", List.of());
            check(
                    both,
                    "moodmultirange",
                    "'{[sad,sad]}'",
                    List.of(Range.of(Optional.of("sad"), true, Optional.of("sad"), true)));
            check(
                    both,
                    "int4multirange[]",
                    "ARRAY['{[1,3),[5,7)}'::int4multirange]",
                    List.of(List.of(range(1, 3), range(5, 7))));
        }
        check(
                both,
                "hstore",
                "hstore(ARRAY['a', '\"', ''], ARRAY['=>', NULL, 'NULL'])",
                mapOf("", "NULL", "\"", null, "a", "=>"));
        check(both, "hstore", "''", Map.of());
        check(both, "hstore[]", "ARRAY['a=>1'::hstore]", List.of(Map.of("a", "1")));
        both.assertAll();
    }

    private static Range<Object> range(int from, int to) {
        return Range.of(Optional.of(from), true, Optional.of(to), false);
    }

    private void check(SoftAssertions both, String type, String sql, Object expected) {
        Written written = write(type, sql);
        both.assertThat(written.fromText()).as("%s %s as text", type, sql).isEqualTo(expected);
        both.assertThat(written.fromBinary()).as("%s %s as binary", type, sql).isEqualTo(expected);
    }

    /** The Java values print as the server does. */
    private void checkText(SoftAssertions both, String type, String... sqls) {
        for (String sql : sqls) {
            Written written = write(type, sql);
            both.assertThat(written.fromText()).as("%s %s", type, sql).hasToString(written.text());
            both.assertThat(written.fromBinary())
                    .as("%s %s as binary", type, sql)
                    .isEqualTo(written.fromText());
        }
    }

    private Written write(String type, String sql) {
        Row about = session.queryRow("SELECT oid, typsend FROM pg_type WHERE oid = '" + type + "'::regtype");
        int oid = (int) about.int64("oid");
        Row row = session.queryRow("SELECT v, encode(" + about.text("typsend") + "(v), 'hex') AS hex FROM (SELECT ("
                + sql + ")::" + type + " AS v) AS x");
        Codec codec = new Codecs(new Catalog(session::query).types(List.of(oid))).codec(oid);
        return new Written(row.text("v"), Sample.text(codec, row.text("v")), Sample.binary(codec, row.text("hex")));
    }

    /** A value in the server's text, and as it was read from both forms. */
    private record Written(String text, Object fromText, Object fromBinary) {}
}
