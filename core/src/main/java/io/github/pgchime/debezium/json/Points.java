package io.github.pgchime.debezium.json;

import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.value.Point;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** point: its coordinates, and as well-known binary. */
enum Points implements ValueWriter {
    POINT;

    /** The type of its values. */
    static final TypeWriter TYPE = TypeWriter.of(
            POINT,
            Schema.struct(
                            Schema.FLOAT64.field("x"),
                            Schema.FLOAT64.field("y"),
                            Schema.BYTES.orNull().field("wkb"),
                            Schema.INT32.orNull().field("srid"))
                    .as(SemanticType.of("io.debezium.data.geometry.Point", 1).doc("Geometry (POINT)")),
            "(0,0)");

    private static final byte LITTLE_ENDIAN = 1;
    private static final int POINT_TYPE = 1;
    private static final int LENGTH = 1 + Integer.BYTES + 2 * Double.BYTES;

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        write(out, (Point) BuiltIn.POINT.codec().text(bytes, from, to));
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        write(out, (Point) BuiltIn.POINT.codec().binary(bytes, from, to));
    }

    private static void write(JsonBuffer out, Point point) {
        byte[] wkb = ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(LITTLE_ENDIAN)
                .putInt(POINT_TYPE)
                .putDouble(point.x())
                .putDouble(point.y())
                .array();
        out.raw("{\"x\":");
        out.number(point.x());
        out.raw(",\"y\":");
        out.number(point.y());
        out.raw(",\"wkb\":");
        out.base64(wkb, 0, wkb.length, false);
        out.raw(",\"srid\":null}");
    }
}
