package io.github.pgchime.debezium.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.catalog.TableDetail.ColumnDetail;
import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.BinaryMode;
import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.DebeziumRecord;
import io.github.pgchime.debezium.DecimalMode;
import io.github.pgchime.debezium.HstoreMode;
import io.github.pgchime.debezium.IntervalMode;
import io.github.pgchime.debezium.RecordSink;
import io.github.pgchime.debezium.RecordView;
import io.github.pgchime.debezium.Schemas;
import io.github.pgchime.debezium.TimeMode;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.RowImages;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.wire.WireReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Whatever tables, rows and options there are: records are JSON, or it ends in a ProtocolException. */
class EventWriterFuzzTest {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(1 << 20).build())
            .build();

    private static final List<PgType> CATALOG = List.of(
            new PgType.Enumeration(20_000, "s", "mood", List.of("sad", "\"ok\"", "é")),
            new PgType.Domain(20_001, "s", "amount", BuiltIn.NUMERIC.oid(), (8 << 16) + 3 + 4),
            new PgType.Array(20_002, "s", "_mood", 20_000, ','),
            new PgType.Composite(
                    20_003,
                    "s",
                    "pair \"é",
                    List.of(
                            new PgType.Attribute("a\"\\", BuiltIn.INT4.oid(), -1),
                            new PgType.Attribute("b", 20_002, -1),
                            new PgType.Attribute("c", 20_017, -1))),
            new PgType.Range(20_004, "s", "amounts", 20_001),
            new PgType.Multirange(20_005, "s", "many_amounts", 20_004),
            new PgType.Array(20_006, "s", "_pair", 20_003, ','),
            new PgType.Base(20_007, "s", "hstore"),
            new PgType.Base(20_008, "s", "citext"),
            new PgType.Base(20_009, "s", "ltree"),
            new PgType.Base(20_010, "s", "geometry"),
            new PgType.Base(20_011, "s", "vector"),
            new PgType.Base(20_012, "s", "sparsevec"),
            new PgType.Array(20_013, "s", "_hstore", 20_007, ','),
            new PgType.Array(20_014, "s", "_box", BuiltIn.BOX.oid(), ';'),
            new PgType.Domain(20_015, "s", "pairs", 20_006, -1),
            new PgType.Array(20_016, "s", "_geometry", 20_010, ':'),
            new PgType.Base(20_017, "s", "strange"),
            new PgType.Domain(20_018, "s", "circle", 20_018, -1),
            new PgType.Composite(20_019, "s", "nothing", List.of()));

    private static final Codecs TYPES = new Codecs(known());

    private static final int[] OIDS = IntStream.concat(
                    Stream.of(BuiltIn.values()).flatMapToInt(type -> IntStream.of(type.oid(), type.arrayOid())),
                    CATALOG.stream().mapToInt(PgType::oid))
            .toArray();

    private static final List<String> VALUES = List.of(
            "1",
            "t",
            "-1.50e3",
            "NaN",
            "{1,NULL,\"a\\\"b\"}",
            "[0:1]={{1},{2}}",
            "[1,5)",
            "{[1,2),[3,4]}",
            "(1,\"{sad,ok}\",x)",
            "\"a\"=>\"b\", \"c\"=>NULL",
            "2024-02-29 12:34:56.789+05:30 BC",
            "-infinity",
            "12:34:56.789",
            "P1Y2M3DT4H5M6.7S",
            "((1,2),(3,4))",
            "1 2 3",
            "[1,2.5]",
            "{1:1.5,3:2}/5",
            "0101000020E6100000000000000000F03F0000000000000040",
            "\\x00ff",
            "$1.50",
            "\0\0\0\1",
            "\0\0\0\0\0\0\0\7",
            "\0\0\0\1\0\0\0\0\0\0\0\27\0\0\0\1\0\0\0\1\0\0\0\4\0\0\0\7");

    private static Map<Integer, PgType> known() {
        Map<Integer, PgType> known = new HashMap<>();
        CATALOG.forEach(type -> known.put(type.oid(), type));
        return known;
    }

    /** A table with a column for each type, with schemas and without, and a few values in it, whether they fit or not. */
    static Stream<byte[]> samples() {
        return IntStream.range(0, 2 * OIDS.length).mapToObj(i -> {
            int modes = i % 12;
            Body body = new Body().int8(0);
            body.int8(modes).int8(modes).int8(modes).int8(modes).int8(modes);
            body.int8(1).int8(1).int8(0).int8(1).int8(modes).int8(i < OIDS.length ? 7 : 0);
            piece(piece(body, "s"), "t").int8(modes).int8(1);
            piece(body.int8(1), "c").int8(0).int8(i % OIDS.length).int32(modes - 1);
            piece(body.int8(1).int8(1), VALUES.get(i % VALUES.size())).int8(1).int8(modes);
            piece(body, "1.0").int64(0).int64(0);
            piece(body, "db").int8(0);
            for (int value = 0; value < VALUES.size(); value++) {
                piece(body.int8(0).int8(2 + value % 2), VALUES.get(value));
            }
            String some = VALUES.get(i % VALUES.size());
            piece(piece(body.int8(1).int8(modes).int8(2), some).int8(2), VALUES.get((i + 1) % VALUES.size()));
            piece(body.int8(2).int8(modes).int8(2), some);
            return piece(piece(body.int8(3), "\0\1"), "prefix").int8(4).toBytes();
        });
    }

    private static Body piece(Body body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return body.int8(bytes.length).bytes(bytes);
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void records(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        try {
            DebeziumOptions options = options(input);
            Relation relation = relation(input);
            TableWriter table = new TableWriter(options, relation, detail(input, relation), TYPES);
            EventWriter writer = new EventWriter(options, input.text(), InstantSource.fixed(Instant.EPOCH));
            RecordSink sink = view -> check(view, options.schemas());
            writer.begin(provenance(input), true, sink);
            while (input.hasMore()) {
                change(input, writer, table, relation, sink);
            }
            writer.end(sink);
        } catch (ProtocolException | ConfigException expected) {
            // as it should be
        }
    }

    private static DebeziumOptions options(FuzzInput input) {
        return new DebeziumOptions(
                input.flag() ? input.text() : "pgchime",
                input.oneOf(DecimalMode.values()),
                input.oneOf(TimeMode.values()),
                input.oneOf(BinaryMode.values()),
                input.oneOf(HstoreMode.values()),
                input.oneOf(IntervalMode.values()),
                input.flag(),
                Set.of(),
                input.flag(),
                input.flag() ? input.text() : "gone",
                input.flag(),
                input.flag(),
                schemas(input.below(8)));
    }

    private static Schemas schemas(int which) {
        return new Schemas((which & 1) != 0, (which & 2) != 0, (which & 4) != 0);
    }

    private static Relation relation(FuzzInput input) {
        Body body = new Body().int32(7).string(withoutZeros(input)).string("t" + withoutZeros(input));
        body.int8("dnfi".charAt(input.below(4)));
        int columns = input.below(5);
        body.int16(columns);
        for (int i = 0; i < columns; i++) {
            body.int8(input.below(2)).string(i + withoutZeros(input));
            body.int32(input.flag() ? input.int32() : OIDS[input.below(OIDS.length)]);
            body.int32(input.int32());
        }
        return Relation.decode(reader(body));
    }

    private static String withoutZeros(FuzzInput input) {
        return input.text().replace('\0', '_');
    }

    private static TableDetail detail(FuzzInput input, Relation relation) {
        List<String> key = new ArrayList<>();
        Map<String, ColumnDetail> columns = new HashMap<>();
        for (Relation.Column column : relation.columns()) {
            if (input.flag()) {
                key.add(column.name());
            }
            Optional<String> literal = input.flag() ? Optional.of(input.text()) : Optional.empty();
            columns.put(column.name(), new ColumnDetail(input.flag(), literal, input.flag()));
        }
        return new TableDetail(7, key, columns);
    }

    private static Provenance provenance(FuzzInput input) {
        Instant time = Instant.EPOCH.plus(input.int64(), ChronoUnit.MICROS);
        long end = input.int64();
        return new Provenance(
                input.text(), 5, time, 1, end, end, input.flag() ? Optional.of(input.text()) : Optional.empty(), end);
    }

    private static void change(
            FuzzInput input, EventWriter writer, TableWriter table, Relation relation, RecordSink sink) {
        int columns = relation.columns().size();
        RowImages rows = new RowImages();
        try {
            switch (input.below(5)) {
                case 0 -> {
                    rows.read('I', reader(tuple(input, new Body(), 'N', columns)), columns);
                    writer.insert(table, rows.after(), 1, sink);
                }
                case 1 -> {
                    Body body = tuple(input, new Body(), input.flag() ? 'K' : 'O', columns);
                    rows.read('U', reader(tuple(input, body, 'N', columns)), columns);
                    writer.update(table, rows.old(), rows.before(), rows.after(), 2, sink);
                }
                case 2 -> {
                    rows.read('D', reader(tuple(input, new Body(), input.flag() ? 'K' : 'O', columns)), columns);
                    writer.delete(table, rows.old(), rows.before(), 3, sink);
                }
                case 3 -> {
                    byte[] content = input.piece();
                    writer.message(input.text(), content, 0, content.length, 4, sink);
                }
                default -> writer.truncate(table, 5, sink);
            }
        } catch (ProtocolException expected) {
            // as it should be; the next one is another case
        }
    }

    private static Body tuple(FuzzInput input, Body body, char kind, int columns) {
        body.int8(kind).int16(columns);
        for (int i = 0; i < columns; i++) {
            int form = "nutb".charAt(input.below(4));
            body.int8(form);
            if (form == 't' || form == 'b') {
                byte[] value = input.piece();
                body.int32(value.length).bytes(value);
            }
        }
        return body;
    }

    private static WireReader reader(Body body) {
        return new WireReader("a sample", body.toBytes());
    }

    private static void check(RecordView view, Schemas schemas) {
        DebeziumRecord record = view.keep();
        record.key().ifPresent(json -> check(json, schemas.keys()));
        record.value().ifPresent(json -> check(json, schemas.values()));
        record.headers().values().forEach(json -> check(json, schemas.headers()));
    }

    private static void check(byte[] json, boolean withSchema) {
        try {
            // Jackson takes some of what is no UTF-8.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            List<String> members = members(json);
            assertThat(members.equals(List.of("schema", "payload"))).isEqualTo(withSchema);
        } catch (CharacterCodingException | JacksonException e) {
            throw new AssertionError("no JSON: " + new String(json, StandardCharsets.UTF_8), e);
        }
    }

    /** The names in the one object that it is. */
    private static List<String> members(byte[] json) {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                String text = parser.getString();
                if (depth == 1 && token == JsonToken.PROPERTY_NAME) {
                    names.add(text);
                }
            }
            assertThat(parser.nextToken()).isNull();
        }
        return names;
    }
}
