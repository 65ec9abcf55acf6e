package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** PostGIS's geometry and geography: extended well-known binary, in hexadecimal digits in the text form. */
enum Geometries implements ValueWriter {
    GEOMETRY;

    static final TypeWriter GEOMETRY_TYPE = type("Geometry", true);
    static final TypeWriter GEOGRAPHY_TYPE = type("Geography", false);

    private static final int HAS_SRID = 0x2000_0000;
    private static final int HEAD = 1 + 2 * Integer.BYTES;

    /** @param optional whether its schema always is, be the column or not */
    private static TypeWriter type(String name, boolean optional) {
        Schema schema = Schema.struct(
                        Schema.BYTES.field("wkb"), Schema.INT32.orNull().field("srid"))
                .as(SemanticType.of("io.debezium.data.geometry." + name, 1).doc(name));
        return TypeWriter.of(GEOMETRY, optional ? schema.orNull() : schema, "");
    }

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        byte[] wkb;
        try {
            wkb = HexFormat.of().parseHex(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a value of type geometry: expected hexadecimal digits", e);
        }
        binary(out, wkb, 0, wkb.length);
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        out.raw("{\"wkb\":");
        out.base64(bytes, from, to, false);
        out.raw(",\"srid\":");
        ByteBuffer head = ByteBuffer.wrap(bytes, from, to - from);
        boolean hasSrid = false;
        if (head.remaining() >= HEAD) {
            head.order(head.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            hasSrid = (head.getInt() & HAS_SRID) != 0;
        }
        if (hasSrid) {
            out.number(head.getInt());
        } else {
            out.raw("null");
        }
        out.raw('}');
    }
}
