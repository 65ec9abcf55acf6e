package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.codec.TextCursor;
import io.github.pgchime.codec.Token;

/** Lists of numbers that are no arrays: int2vector and oidvector, and vector, halfvec and sparsevec of pgvector. */
enum Vectors implements ValueWriter {
    /** {@code 1 2 3}. */
    INT2 {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            whole(out, bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            new Arrays(',', Simple.WHOLE).binary(out, bytes, from, to);
        }
    },

    /** The same. */
    OID {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            whole(out, bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            new Arrays(',', Simple.UNSIGNED).binary(out, bytes, from, to);
        }
    },

    /** {@code [1.5,2]}. */
    DENSE {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            TextCursor text = new TextCursor("vector", "numbers such as [1.5,2]", bytes, from, to);
            text.expect('[');
            out.raw('[');
            if (!text.skip(']')) {
                char before = '[';
                do {
                    if (before == ',') {
                        out.raw(before);
                    }
                    before = ',';
                    floating(out, Token.next(text, ',', ']', ']'));
                } while (text.skip(','));
                text.expect(']');
            }
            text.expectEnd();
            out.raw(']');
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            throw noBinary("vector");
        }
    },

    /** <code>{1:1.5,3:2}/5</code>: the numbers that are not 0 with their places from 1 on, and how many there are. */
    SPARSE {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            int slash = to;
            while (slash > from && bytes[slash - 1] != '/') {
                slash--;
            }
            TextCursor text = new TextCursor("sparsevec", "numbers such as {1:1.5,3:2}/5", bytes, from, slash);
            out.raw("{\"dimensions\":");
            Simple.WHOLE.text(out, bytes, slash, to);
            out.raw(",\"vector\":[");
            text.expect('{');
            if (!text.skip('}')) {
                char before = '[';
                do {
                    out.raw(before == ',' ? ",[" : "[");
                    before = ',';
                    Token place = Token.next(text, ':', ':', ':');
                    text.expect(':');
                    Simple.WHOLE.text(out, place.bytes(), place.from(), place.to());
                    out.raw(',');
                    floating(out, Token.next(text, ',', '}', '}'));
                    out.raw(']');
                } while (text.skip(','));
                text.expect('}');
            }
            text.expect('/');
            text.expectEnd();
            out.raw("]}");
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            throw noBinary("sparsevec");
        }
    };

    static final TypeWriter INT2VECTOR = TypeWriter.of(INT2, Schema.array(Schema.INT16), "");
    static final TypeWriter OIDVECTOR = TypeWriter.of(OID, Schema.array(Schema.INT64), "");
    static final TypeWriter VECTOR =
            TypeWriter.of(DENSE, Schema.array(Schema.FLOAT64).as("io.debezium.data.DoubleVector"), "[]");
    static final TypeWriter HALFVEC =
            TypeWriter.of(DENSE, Schema.array(Schema.FLOAT32).as("io.debezium.data.FloatVector"), "[]");
    static final TypeWriter SPARSEVEC = TypeWriter.of(
            SPARSE,
            Schema.struct(
                            Schema.INT16.field("dimensions"),
                            Schema.map(Schema.INT16, Schema.FLOAT64).field("vector"))
                    .as(SemanticType.of("io.debezium.data.SparseDoubleVector", 1)
                            .doc("Sparse double vector")),
            "{}/0");

    private static void whole(JsonBuffer out, byte[] bytes, int from, int to) {
        out.raw('[');
        int start = from;
        for (int at = from; at <= to && from < to; at++) {
            if (at == to || bytes[at] == ' ') {
                if (start > from) {
                    out.raw(',');
                }
                Simple.WHOLE.text(out, bytes, start, at);
                start = at + 1;
            }
        }
        out.raw(']');
    }

    private static void floating(JsonBuffer out, Token number) {
        Simple.floating(out, number.bytes(), number.from(), number.to());
    }

    private static ProtocolException noBinary(String type) {
        return new ProtocolException("a value of type " + type + " came in the binary form, which is known to pgvector"
                + " alone; open the stream without binary");
    }
}
