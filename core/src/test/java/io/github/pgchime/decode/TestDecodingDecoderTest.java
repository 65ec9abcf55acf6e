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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestDecodingDecoderTest {

    private static final TableName ORDERS = new TableName("public", "orders");

    static final List<Sample> LINES = List.of(
            new Sample("BEGIN 745", new Begin(745)),
            new Sample("BEGIN 4294967295", new Begin(-1)),
            new Sample("COMMIT", new Commit()),
            new Sample("COMMIT 745", new Commit()),
            new Sample("COMMIT 745 (at 2026-01-02 03:04:05.678901+00)", new Commit()),
            new Sample("COMMIT (at 2026-01-02 03:04:05.678901+00)", new Commit()),
            new Sample(
                    "table public.orders: INSERT: id[integer]:1 t[text]:'x: DELETE:'",
                    row(Kind.INSERT, "public", "orders")),
            new Sample("table public.orders: INSERT:", row(Kind.INSERT, "public", "orders")),
            new Sample(
                    "table s_1.t2: UPDATE: old-key: id[integer]:2 new-tuple: id[integer]:3",
                    row(Kind.UPDATE, "s_1", "t2")),
            new Sample("table public.\"a, b\": UPDATE: id[integer]:2", row(Kind.UPDATE, "public", "a, b")),
            new Sample(
                    "table \"x: INSERT\".\"we\"\"ird\": DELETE: (no-tuple-data)",
                    row(Kind.DELETE, "x: INSERT", "we\"ird")),
            new Sample("table \"S.p\".\"new\nline é\": INSERT: id[integer]:1", row(Kind.INSERT, "S.p", "new\nline é")),
            new Sample("table \"\"\"\".\"\"\"a\"\"\": INSERT: id[integer]:1", row(Kind.INSERT, "\"", "\"a\"")),
            new Sample("table public.\"b\\c\": INSERT: id[integer]:1", row(Kind.INSERT, "public", "b\\c")),
            new Sample("table \"日本\".\"Größe 😀\": DELETE: id[integer]:1", row(Kind.DELETE, "日本", "Größe 😀")),
            new Sample("table \" a \".\" \": DELETE: id[integer]:1", row(Kind.DELETE, " a ", " ")),
            new Sample("table public.orders: TRUNCATE: (no-flags)", new Truncate(List.of(ORDERS))),
            new Sample(
                    "table public.orders, public.\"a, b\", \"x: INSERT\".\"we\"\"ird\": TRUNCATE: restart_seqs cascade",
                    new Truncate(
                            List.of(ORDERS, new TableName("public", "a, b"), new TableName("x: INSERT", "we\"ird")))),
            new Sample(
                    "message: transactional: 1 prefix: pgchime, sz: 13 content:public.orders",
                    new Emitted(true, "pgchime", "public.orders")),
            new Sample(
                    "message: transactional: 0 prefix: p, sz: 5 content:q, sz: 3 content:non",
                    new Emitted(false, "p, sz: 5 content:q", "non")),
            new Sample(
                    "message: transactional: 0 prefix: p, sz: 99 content:q, sz: 3 content:non",
                    new Emitted(false, "p, sz: 99 content:q", "non")),
            new Sample(
                    "message: transactional: 1 prefix: a, sz: b, sz: 20 content:c, sz: 3 content:non",
                    new Emitted(true, "a, sz: b", "c, sz: 3 content:non")),
            new Sample("message: transactional: 1 prefix: , sz: 3 content:é\n", new Emitted(true, "", "é\n")),
            new Sample("message: transactional: 1 prefix: é, sz: 0 content:", new Emitted(true, "é", "")),
            new Sample(
                    "message: transactional: 1 prefix: other, sz: 100000 content:the beginning, sz: 99999 content:",
                    new Emitted(true, "other", "the beginning, sz: 99999 content:")));

    private final Decoder decoder = new TestDecodingDecoder(StandardCharsets.UTF_8);

    @ParameterizedTest
    @FieldSource("LINES")
    void line_asTheServerWritesIt_isRead(Sample sample) {
        assertThat(decoder.decode(sample.payload().reader())).isEqualTo(sample.message());
        assertThat(decoder.decode(sample.payload().reader())).isEqualTo(sample.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BEGIN",
                "BEGIN ",
                "BEGIN x",
                "BEGIN 4294967296",
                "COMMIT PREPARED 'g', txid 7",
                "COMMITTED",
                "PREPARE TRANSACTION 'g', txid 7",
                "table",
                "table public",
                "table public: INSERT: ",
                "table public.orders",
                "table public.orders: ",
                "table public.orders: MERGE: ",
                "table .orders: INSERT: ",
                "table public.: INSERT: ",
                "table \"\".orders: INSERT: ",
                "table public.orders, : TRUNCATE: ",
                "table public.orders, public.a: INSERT: ",
                "table public.\"orders: INSERT: ",
                "table Public.orders: INSERT: ",
                "message: transactional: 2 prefix: a, sz: 1 content:b",
                "message: transactional: 1 prefix: a, sz: 1 content:bc",
                "message: transactional: 1 prefix: a, sz: content:bc",
                "message: transactional: 1 prefix: a",
                "streaming change for TXN 745"
            })
    void line_unknown_isRefused(String line) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.decode(Payload.text(line).reader()))
                .withMessageContaining("expected");
    }

    @Test
    void error_ofAnUnknownLine_quotesItShortAndPrintable() {
        Payload line = Payload.text("opening\ta stream é" + "x".repeat(1_000));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.decode(line.reader()))
                .withMessageEndingWith(", but read <opening?a stream ??" + "x".repeat(21) + "...>");
    }

    @Test
    void name_inAnotherEncoding_isDecodedInIt() {
        Map<Charset, String> names = Map.of(
                StandardCharsets.ISO_8859_1,
                "Größe, \"übrig\"",
                Charset.forName("EUC-JP"),
                "日本. 表",
                Charset.forName("windows-1251"),
                "Заказы");
        names.forEach((charset, name) -> {
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            Payload line = Payload.text("table " + quoted + "." + quoted + ": INSERT: x", charset);
            assertThat(new TestDecodingDecoder(charset).decode(line.reader())).isEqualTo(row(Kind.INSERT, name, name));
            String message = "message: transactional: 1 prefix: " + name + ", sz: " + name.getBytes(charset).length
                    + " content:" + name;
            assertThat(new TestDecodingDecoder(charset)
                            .decode(Payload.text(message, charset).reader()))
                    .isEqualTo(new Emitted(true, name, name));
        });
    }

    @Test
    void row_cutOffBehindItsAction_isWhole_andBeforeItIsRefused() {
        Payload row = Payload.text("table public.\"a, b\": INSERT: id[integer]:1");
        int head = "table public.\"a, b\": INSERT:".length();
        for (int length = 0; length < row.bytes().length; length++) {
            Payload cut = row.upTo(length);
            if (length >= head) {
                assertThat(decoder.decode(cut.reader())).isEqualTo(row(Kind.INSERT, "public", "a, b"));
            } else {
                assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decoder.decode(cut.reader()));
            }
        }
    }

    @Test
    void rows_ofTheSameTable_areTheSameInstance() {
        Payload row = Payload.text("table public.orders: UPDATE: id[integer]:1");
        assertThat(decoder.decode(row.reader())).isSameAs(decoder.decode(row.reader()));
    }

    @Test
    void line_damaged_isReadOrRefused() {
        List<Payload> samples = LINES.stream().map(Sample::payload).toList();
        Hostility.cutAnywhere(decoder::decode, samples);
        Hostility.mutate(() -> new TestDecodingDecoder(StandardCharsets.UTF_8)::decode, samples);
        Hostility.mutate(() -> new TestDecodingDecoder(Charset.forName("EUC-KR"))::decode, samples);
    }

    private static RowChange row(Kind kind, String schema, String table) {
        return new RowChange(kind, new TableName(schema, table));
    }
}
