package io.github.pgchime.app.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.debezium.DebeziumRecord;
import io.github.pgchime.debezium.RecordView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecordLineTest {

    private static final RecordView ROW = new Given("shop.public.orders", "{\"id\":1}", "{\"op\":\"ü\"}");
    private static final RecordView KEYLESS = new Given("shop.public.log", "", "{\"op\":\"c\"}");
    private static final RecordView TOMBSTONE = new Given("shop.public.orders", "{\"id\":1}", "");

    /** A record in a buffer in which other things lie, too; empty is what it has not. */
    private record Given(String topic, String key, String value) implements RecordView {

        @Override
        public byte[] array() {
            return ("#" + key + value + "#").getBytes(UTF_8);
        }

        @Override
        public boolean hasKey() {
            return !key.isEmpty();
        }

        @Override
        public int keyFrom() {
            return 1;
        }

        @Override
        public int keyTo() {
            return 1 + key.getBytes(UTF_8).length;
        }

        @Override
        public boolean hasValue() {
            return !value.isEmpty();
        }

        @Override
        public int valueFrom() {
            return keyTo();
        }

        @Override
        public int valueTo() {
            return keyTo() + value.getBytes(UTF_8).length;
        }

        @Override
        public DebeziumRecord keep() {
            return new DebeziumRecord(topic, Optional.empty(), Optional.empty(), Map.of());
        }
    }

    @Test
    void value_isTheLine_andATombstoneIsNone() throws IOException {
        assertThat(lines(new ValueLine(), ROW, TOMBSTONE, KEYLESS)).isEqualTo("{\"op\":\"ü\"}\n{\"op\":\"c\"}\n");
    }

    @Test
    void keyed_hasTopicKeyAndValue_andNullForWhatIsMissing() throws IOException {
        assertThat(lines(new KeyedLine(), ROW, TOMBSTONE, KEYLESS, ROW).lines())
                .containsExactly(
                        "{\"topic\":\"shop.public.orders\",\"key\":{\"id\":1},\"value\":{\"op\":\"ü\"}}",
                        "{\"topic\":\"shop.public.orders\",\"key\":{\"id\":1},\"value\":null}",
                        "{\"topic\":\"shop.public.log\",\"key\":null,\"value\":{\"op\":\"c\"}}",
                        "{\"topic\":\"shop.public.orders\",\"key\":{\"id\":1},\"value\":{\"op\":\"ü\"}}");
    }

    @Test
    void keyed_hostileTopic_isEscaped() throws IOException {
        assertThat(lines(new KeyedLine(), new Given("a\"\n", "1", "2")))
                .isEqualTo("{\"topic\":\"a\\\"\\n\",\"key\":1,\"value\":2}\n");
    }

    private static String lines(RecordLine line, RecordView... records) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        GatheredOutput out = new GatheredOutput(sink);
        for (RecordView each : records) {
            line.write(each, out);
        }
        out.flush();
        return sink.toString(UTF_8);
    }
}
