package io.github.pgchime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage.Begin;
import io.github.pgchime.decode.LogicalMessage.Commit;
import io.github.pgchime.decode.LogicalMessage.Emitted;
import io.github.pgchime.decode.LogicalMessage.RowChange;
import io.github.pgchime.decode.LogicalMessage.RowChange.Kind;
import io.github.pgchime.decode.LogicalMessage.Truncate;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class Wal2JsonDecoderTest {

    static final List<Sample> OBJECTS = List.of(
            new Sample("{\"action\":\"B\",\"xid\":745}", new Begin(745)),
            new Sample("{\"action\":\"B\",\"xid\":4294967295}", new Begin(-1)),
            new Sample("{\"action\":\"C\",\"xid\":745}", new Commit()),
            new Sample("{\"action\":\"C\"}", new Commit()),
            new Sample(
                    "{\"action\":\"I\",\"xid\":7,\"schema\":\"public\",\"table\":\"orders\",\"columns\":[{\"name\":\"id\",\"value\":1}]}",
                    row(Kind.INSERT, "public", "orders")),
            new Sample(
                    "{\"action\":\"U\",\"xid\":7,\"schema\":\"public\",\"table\":\"a, b\",\"columns\":[],\"identity\":[]}",
                    row(Kind.UPDATE, "public", "a, b")),
            new Sample(
                    "{\"action\":\"D\",\"xid\":7,\"schema\":\"x: INSERT\",\"table\":\"we\\\"ird\",\"identity\":[]}",
                    row(Kind.DELETE, "x: INSERT", "we\"ird")),
            new Sample(
                    "{\"action\":\"D\",\"xid\":7,\"schema\":\"S.p\",\"table\":\"new\\nline é\",\"identity\":[]}",
                    row(Kind.DELETE, "S.p", "new\nline é")),
            new Sample(
                    "{\"action\":\"I\",\"xid\":7,\"schema\":\"b\\\\\",\"table\":\"\\\\\",\"columns\":[]}",
                    row(Kind.INSERT, "b\\", "\\")),
            new Sample(
                    "{\"action\":\"I\",\"xid\":7,\"schema\":\"日本\",\"table\":\"tab\\u0001\\tGröße 😀\",\"columns\":[]}",
                    row(Kind.INSERT, "日本", "tab\u0001\tGröße 😀")),
            new Sample(
                    "{\"action\":\"T\",\"xid\":7,\"schema\":\"public\",\"table\":\"orders\"}",
                    new Truncate(List.of(new TableName("public", "orders")))),
            new Sample(
                    "{\"action\":\"M\",\"xid\":7,\"transactional\":true,\"prefix\":\"pgchime\",\"content\":\"public.\\\"é\\\"\"}",
                    new Emitted(true, "pgchime", "public.\"é\"")),
            new Sample(
                    "{\"action\":\"M\",\"xid\":null,\"transactional\":false,\"prefix\":\"\",\"content\":\"\"}",
                    new Emitted(false, "", "")),
            new Sample(
                    " {\"lsn\":{\"a\":[1]},\"action\":\"I\", \"table\":\"orders\", \"schema\":\"public\"}",
                    row(Kind.INSERT, "public", "orders")),
            new Sample(
                    "{\"action\":\"I\",\"xid\":7,\"schema\":\"public\",\"lsn\":\"0/1\",\"table\":\"orders\"}",
                    row(Kind.INSERT, "public", "orders")));

    private final Decoder decoder = new Wal2JsonDecoder(StandardCharsets.UTF_8);

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void object_asThePluginWritesIt_isRead(Sample sample) {
        assertThat(decoder.decode(sample.payload().reader())).isEqualTo(sample.message());
        assertThat(decoder.decode(sample.payload().reader())).isEqualTo(sample.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "7",
                "nonsense",
                "{\"action\":\"X\",\"xid\":7}",
                "{\"action\":\"B\"}",
                "{\"action\":\"B\",\"xid\":null}",
                "{\"action\":\"B\",\"xid\":4294967296}",
                "{\"action\":\"B\",\"xid\":-1}",
                "{\"action\":\"B\",\"xid\":[1]}",
                "{\"action\":\"I\",\"xid\":7,\"schema\":\"public\"}",
                "{\"action\":\"I\",\"xid\":7,\"schema\":\"\",\"table\":\"orders\"}",
                "{\"action\":\"I\",\"xid\":7,\"schema\":\"pub\\u0000lic\",\"table\":\"orders\"}",
                "{\"action\":\"I\",\"xid\":7,\"schema\":\"\\x\",\"table\":\"orders\"}",
                "{\"action\":\"I\",\"xid\":7,\"schema\":null,\"table\":\"orders\"}",
                "{\"action\":\"M\",\"xid\":7,\"transactional\":true,\"prefix\":\"pgchime\",\"content\":\"pub"
            })
    void object_unknownOrIncomplete_isRefused(String json) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.decode(Payload.text(json).reader()))
                .withMessageContaining("expected");
    }

    @Test
    void error_quotesTheObjectShortAndPrintable() {
        Payload json = Payload.text("{\"action\":\"é\",\"secret\":\"" + "x".repeat(1_000) + "\"}");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.decode(json.reader()))
                .withMessageContaining("<{\"action\":\"?\",\"secret\":\"" + "x".repeat(16) + "...>")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }

    @Test
    void row_cutOffBehindItsTable_isWhole_andBeforeItIsRefused() {
        String head = "{\"action\":\"U\",\"xid\":745,\"schema\":\"S.p\",\"table\":\"we\\\"ird\"";
        Payload row = Payload.text(head + ",\"columns\":[{\"name\":\"id\",\"value\":1}]}");
        for (int length = 0; length < row.bytes().length; length++) {
            Payload cut = row.upTo(length);
            if (length >= head.length()) {
                assertThat(decoder.decode(cut.reader())).isEqualTo(row(Kind.UPDATE, "S.p", "we\"ird"));
            } else {
                assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decoder.decode(cut.reader()));
            }
        }
    }

    @Test
    void table_knownFromAnotherTransactionAndKind_isNotParsedAgain() {
        RowChange first = (RowChange) decoder.decode(Payload.text(rowOf("I", 1)).reader());
        RowChange second = (RowChange)
                decoder.decode(Payload.text(rowOf("D", 4_294_967_295L)).reader());
        assertThat(second).isEqualTo(row(Kind.DELETE, "public", "orders"));
        assertThat(second.table()).isSameAs(first.table());
        assertThat(decoder.decode(Payload.text(rowOf("D", 3)).reader())).isSameAs(second);
        assertThat(decoder.decode(Payload.text(rowOf("U", 3)).reader()))
                .isEqualTo(row(Kind.UPDATE, "public", "orders"));
        assertThat(decoder.decode(Payload.text(rowOf("T", 3)).reader())).isInstanceOf(Truncate.class);
    }

    @Test
    void name_inAnotherEncoding_isDecodedInIt() {
        Charset charset = StandardCharsets.ISO_8859_1;
        Payload json = Payload.text(rowOf("I", 7).replace("orders", "Größe"), charset);
        assertThat(new Wal2JsonDecoder(charset).decode(json.reader())).isEqualTo(row(Kind.INSERT, "public", "Größe"));
    }

    @Test
    void object_damaged_isReadOrRefused() {
        List<Payload> samples = OBJECTS.stream().map(Sample::payload).toList();
        Hostility.cutAnywhere(decoder::decode, samples);
        Hostility.mutate(() -> new Wal2JsonDecoder(StandardCharsets.UTF_8)::decode, samples);
        Hostility.mutate(() -> new Wal2JsonDecoder(StandardCharsets.ISO_8859_1)::decode, samples);
    }

    private static String rowOf(String action, long xid) {
        return "{\"action\":\"" + action + "\",\"xid\":" + xid
                + ",\"schema\":\"public\",\"table\":\"orders\",\"columns\":[]}";
    }

    private static RowChange row(Kind kind, String schema, String table) {
        return new RowChange(kind, new TableName(schema, table));
    }
}
