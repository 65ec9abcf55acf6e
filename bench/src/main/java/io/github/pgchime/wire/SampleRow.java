package io.github.pgchime.wire;

import io.github.pgchime.decode.OutputPlugin;
import io.github.pgchime.decode.PgOutput;
import io.github.pgchime.decode.TestDecoding;
import io.github.pgchime.decode.Wal2Json;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An inserted row as each output plugin of PostgreSQL 18 writes it. */
record SampleRow(List<Column> columns) {

    static final int RELATION = 16_385;

    private static final int XID = 745;

    /** A number or a text. */
    record Column(String name, String value, boolean text) {}

    /** {@code orders (id integer, state text)}. */
    static SampleRow narrow() {
        return new SampleRow(List.of(new Column("id", "4711", false), new Column("state", "new", true)));
    }

    /** {@code orders} with 18 columns of 100 characters. */
    static SampleRow wide() {
        return new SampleRow(IntStream.rangeClosed(1, 18)
                .mapToObj(i -> new Column("c" + i, "x".repeat(100), true))
                .toList());
    }

    static SampleRow of(String width) {
        return width.equals("wide") ? wide() : narrow();
    }

    /** The content of its XLogData. */
    byte[] payload(OutputPlugin plugin) {
        return switch (plugin) {
            case TestDecoding() -> ascii("table public.orders: INSERT:" + each("", this::testDecoding));
            case Wal2Json wal2Json ->
                ascii("{\"action\":\"I\",\"xid\":" + XID + ",\"schema\":\"public\",\"table\":\"orders\",\"columns\":["
                        + each(",", SampleRow::json) + "]}");
            case PgOutput pgOutput -> binary(this::pgOutput);
        };
    }

    /** The Relation message that pgoutput sends before the first row. */
    static byte[] relation() {
        return binary(out -> {
            out.writeByte('R');
            out.writeInt(RELATION);
            out.write(ascii("public\0orders\0d"));
            out.writeShort(0);
        });
    }

    /** The whole message: CopyData, and in it XLogData. */
    static byte[] frame(byte[] payload) {
        return binary(out -> {
            out.writeByte('d');
            out.writeInt(4 + 25 + payload.length);
            out.writeByte('w');
            out.writeLong(0x0000_0001_2345_6788L);
            out.writeLong(0x0000_0001_2345_6788L);
            out.writeLong(845_000_000_000_000L);
            out.write(payload);
        });
    }

    private String each(String separator, java.util.function.Function<Column, String> form) {
        return columns.stream().map(form).collect(Collectors.joining(separator));
    }

    private String testDecoding(Column column) {
        return " " + column.name()
                + (column.text() ? "[text]:'" + column.value() + "'" : "[integer]:" + column.value());
    }

    private static String json(Column column) {
        String quote = column.text() ? "\"" : "";
        return "{\"name\":\"" + column.name() + "\",\"value\":" + quote + column.value() + quote + "}";
    }

    private void pgOutput(DataOutputStream out) throws IOException {
        out.writeByte('I');
        out.writeInt(RELATION);
        out.writeByte('N');
        out.writeShort(columns.size());
        for (Column column : columns) {
            out.writeByte('t');
            out.writeInt(column.value().length());
            out.write(ascii(column.value()));
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] binary(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
