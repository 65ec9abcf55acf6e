package io.github.pgchime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.pgchime.wire.WireReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A row of a known table is told without allocating: the readers are made beforehand, so every byte is a decoder's. */
class DecoderAllocationTest {

    private static final int ROWS = 100_000;
    private static final long SLACK = 16_384;

    static final List<Arguments> ROWS_OF_TWO_TABLES = List.of(
            Arguments.of(
                    new TestDecoding(),
                    List.of(
                            Payload.text("table public.orders: INSERT: id[integer]:1"),
                            Payload.text("table \"S.p\".\"a \"\"b\"\"\": DELETE: (no-tuple-data)"))),
            Arguments.of(
                    new Wal2Json(List.of()),
                    List.of(
                            Payload.text("{\"action\":\"I\",\"xid\":745,\"schema\":\"public\",\"table\":\"orders\","),
                            Payload.text("{\"action\":\"D\",\"xid\":746,\"schema\":\"S\",\"table\":\"a\\\"b\","))),
            Arguments.of(
                    new PgOutput("p", true),
                    List.of(Payload.hex("49 00004002 4e 0000"), Payload.hex("44 00004009 4b 0000"))));

    @ParameterizedTest
    @FieldSource("ROWS_OF_TWO_TABLES")
    void rows_ofKnownTables_allocateNothing(OutputPlugin plugin, List<Payload> rows) {
        Decoder decoder = plugin.newDecoder(StandardCharsets.UTF_8);
        if (plugin instanceof PgOutput) {
            decoder.decode(Payload.hex("52 00004002 7300 6100 64 0000").reader());
            decoder.decode(Payload.hex("52 00004009 7300 6200 64 0000").reader());
        }
        decodeAll(decoder, readers(rows));
        WireReader[] readers = readers(rows);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        decodeAll(decoder, readers);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(SLACK);
    }

    private static void decodeAll(Decoder decoder, WireReader[] readers) {
        for (WireReader reader : readers) {
            decoder.decode(reader);
        }
    }

    private static WireReader[] readers(List<Payload> rows) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> rows.get(i % rows.size()).reader())
                .toArray(WireReader[]::new);
    }
}
