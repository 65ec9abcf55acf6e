package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.codec.BigEndian;
import io.github.pgchime.codec.Codec;
import io.github.pgchime.codec.FloatingPoint;
import java.util.UUID;

/** The types whose JSON is plain: numbers, booleans, and text. */
enum Simple implements ValueWriter {
    BOOL {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            out.raw(to - from == 1 && bytes[from] == 't' ? TRUE : FALSE);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            out.raw(to - from == 1 && bytes[from] != 0 ? TRUE : FALSE);
        }
    },

    /** Whole numbers, in their digits. */
    WHOLE {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            int start = from < to && bytes[from] == '-' ? from + 1 : from;
            boolean sound = start < to && to - from <= LONGEST_WHOLE && !hasLeadingZero(bytes, start, to);
            for (int at = start; at < to && sound; at++) {
                sound = bytes[at] >= '0' && bytes[at] <= '9';
            }
            if (!sound) {
                throw new ProtocolException("a value of a whole number's type: expected digits, and nothing but them");
            }
            out.raw(bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            switch (to - from) {
                case Short.BYTES -> out.number(BigEndian.int16("int2", bytes, from, to));
                case Integer.BYTES -> out.number(BigEndian.int32("int4", bytes, from, to));
                default -> out.number(BigEndian.int64("int8", bytes, from, to));
            }
        }
    },

    /** oid and its like, which have no sign. */
    UNSIGNED {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            WHOLE.text(out, bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            if (to - from == Integer.BYTES) {
                out.number(Integer.toUnsignedLong(BigEndian.int32("oid", bytes, from, to)));
            } else {
                out.raw(Long.toUnsignedString(BigEndian.int64("xid8", bytes, from, to)));
            }
        }
    },

    /** float4, in the digits that the server has for it: as few as tell it from others. */
    FLOAT4 {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            floating(out, bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            float value = Float.intBitsToFloat(BigEndian.int32("float4", bytes, from, to));
            if (Float.isFinite(value)) {
                out.raw(Float.toString(value));
            } else {
                out.number((double) value);
            }
        }
    },

    FLOAT8 {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            floating(out, bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            out.number(Double.longBitsToDouble(BigEndian.int64("float8", bytes, from, to)));
        }
    },

    /** Whatever is the same text in both forms. */
    TEXT {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            out.string(bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            out.string(bytes, from, to);
        }
    },

    /** Text, before which the binary form has a version. */
    VERSIONED {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            out.string(bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            out.string(bytes, Math.min(from + 1, to), to);
        }
    },

    UUID_TEXT {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            out.string(bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            int middle = Math.min(from + Long.BYTES, to);
            out.string(
                    new UUID(BigEndian.int64("uuid", bytes, from, middle), BigEndian.int64("uuid", bytes, middle, to))
                            .toString());
        }
    };

    private static final byte[] TRUE = JsonBuffer.ascii("true");
    private static final byte[] FALSE = JsonBuffer.ascii("false");
    private static final int LONGEST_WHOLE = 20;

    /** JSON has none before other digits. */
    private static boolean hasLeadingZero(byte[] bytes, int from, int to) {
        return to - from > 1 && bytes[from] == '0' && bytes[from + 1] >= '0' && bytes[from + 1] <= '9';
    }

    /** The server's digits are JSON as they are; a whole number is told from an integer by a fraction of 0. */
    static void floating(JsonBuffer out, byte[] bytes, int from, int to) {
        double value = FloatingPoint.text("float8", bytes, from, to);
        if ((!Double.isFinite(value) && bytes[to - 1] > '9')
                || hasLeadingZero(bytes, bytes[from] == '-' ? from + 1 : from, to)) {
            out.number(value);
            return;
        }
        out.raw(bytes, from, to);
        boolean whole = true;
        for (int at = from; at < to && whole; at++) {
            whole = bytes[at] != '.' && bytes[at] != 'e';
        }
        if (whole) {
            out.raw(".0");
        }
    }

    /**
     * What is text to JSON, and whose binary form is something else.
     *
     * @param codec reads the binary form
     */
    record Printed(Codec codec) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            out.string(bytes, from, to);
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            out.string(ServerText.of(codec.binary(bytes, from, to)));
        }
    }
}
