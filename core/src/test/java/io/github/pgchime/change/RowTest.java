package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.ReplicaIdentity;
import io.github.pgchime.decode.pgoutput.Tuple;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of any width finds each of its values, whatever their forms. */
class RowTest {

    private static final int INT4 = 23;

    private final Tuple tuple = new Tuple();

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 15, 16, 17, 18, 64, 1600})
    void values_areFoundInAnyOrder_evenWhenTheTupleIsReadAnew(int columns) {
        Layout layout = layout(columns);
        read(columns, 0);
        Row row = new Row(layout, tuple, false);
        read(columns, 1_000);
        for (int column = columns - 1; column >= 0; column--) {
            assertThat(row.value("c" + column)).isEqualTo(expected(column, column));
        }
        assertThat(row.tuple().size()).isEqualTo(columns);
        assertThat(new Row(layout, tuple, false).value("c0")).isEqualTo(expected(0, 1_000));
    }

    private void read(int columns, int from) {
        Body body = new Body().int8('x').int16(columns);
        for (int column = 0; column < columns; column++) {
            int value = from + column;
            switch (column % 4) {
                case 0 -> text(body, Integer.toString(value));
                case 1 -> body.int8('b').int32(Integer.BYTES).int32(value);
                case 2 -> body.int8('n');
                default -> body.int8('u');
            }
        }
        byte[] bytes = body.toBytes();
        tuple.read(new WireReader("a row", bytes, 1, bytes.length), columns);
    }

    private static void text(Body body, String value) {
        body.int8('t').int32(value.length()).bytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static Value expected(int column, int value) {
        return switch (column % 4) {
            case 0, 1 -> new Value.Present(value);
            case 2 -> new Value.Null();
            default -> new Value.Unchanged();
        };
    }

    private static Layout layout(int columns) {
        List<Relation.Column> described = IntStream.range(0, columns)
                .mapToObj(i -> new Relation.Column("c" + i, i == 0, INT4, -1))
                .toList();
        return new Layout(
                new Relation(1, new TableName("public", "t"), ReplicaIdentity.DEFAULT, described),
                new Codecs(Map.of()),
                new TableDetail(1, List.of("c0"), Map.of()));
    }
}
