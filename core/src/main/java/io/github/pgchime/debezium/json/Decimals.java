package io.github.pgchime.debezium.json;

import io.github.pgchime.codec.BigEndian;
import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.codec.Money;
import io.github.pgchime.codec.NumericText;
import io.github.pgchime.debezium.DecimalMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** numeric and money. */
final class Decimals {

    private static final int ANY_SCALE = -1;
    private static final int CENTS = 2;
    private static final byte[] NULL = JsonBuffer.ascii("null");
    private static final String ZERO = "0";

    private static final Schema SCALED = Schema.struct(Schema.INT32.field("scale"), Schema.BYTES.field("value"))
            .as(SemanticType.of("io.debezium.data.VariableScaleDecimal", 1).doc("Variable scaled decimal"));

    private Decimals() {}

    /** @param modifier the column's, which has precision and scale */
    static TypeWriter numeric(DecimalMode mode, int modifier) {
        int scale = modifier < 0 ? ANY_SCALE : Math.max(0, scale(modifier));
        return switch (mode) {
            case DOUBLE -> TypeWriter.of(new AsDouble(), Schema.FLOAT64, ZERO).allDefaults();
            case STRING ->
                TypeWriter.of(new AsText(scale), Schema.STRING, ZERO)
                        .unavailableAs(Unavailable.TEXT)
                        .allDefaults();
            case PRECISE ->
                scale == ANY_SCALE
                        ? TypeWriter.of(new AnyScale(), SCALED, ZERO)
                        : TypeWriter.of(new FixedScale(scale), decimal(modifier), ZERO)
                                .allDefaults();
        };
    }

    /** A scale that is below zero is of digits before the point, which are there all the same. */
    private static Schema decimal(int modifier) {
        int precision = (modifier - Integer.BYTES) >> Short.SIZE;
        int scale = scale(modifier);
        return Schema.BYTES.as(decimalOf(Math.max(0, scale))
                .with("connect.decimal.precision", Integer.toString(precision - Math.min(0, scale))));
    }

    private static SemanticType decimalOf(int scale) {
        return SemanticType.of("org.apache.kafka.connect.data.Decimal", 1).with("scale", Integer.toString(scale));
    }

    /** Since 15 it may be negative: 11 bits with a sign, behind the 4 bytes of a length ({@code numeric_typmod_scale}). */
    private static int scale(int modifier) {
        return (((modifier - Integer.BYTES) & 0x7FF) ^ 0x400) - 0x400;
    }

    static TypeWriter money(DecimalMode mode) {
        Schema schema = switch (mode) {
            case PRECISE -> Schema.BYTES.as(decimalOf(CENTS));
            case DOUBLE -> Schema.FLOAT64;
            case STRING -> Schema.STRING;
        };
        return TypeWriter.of(new Cents(mode), schema, "$0.00");
    }

    private static Number binary(byte[] bytes, int from, int to) {
        return (Number) BuiltIn.NUMERIC.codec().binary(bytes, from, to);
    }

    private static Number text(byte[] bytes, int from, int to) {
        return NumericText.number(bytes, from, to);
    }

    private static void base64(JsonBuffer out, BigInteger unscaled) {
        byte[] bytes = unscaled.toByteArray();
        out.base64(bytes, 0, bytes.length, false);
    }

    /** The unscaled value; NaN and the infinities have none, and are null. */
    private record FixedScale(int scale) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            if (NumericText.fitsLong(bytes, from, to) && NumericText.scale(bytes, from, to) == scale) {
                out.base64(NumericText.unscaledLong(bytes, from, to));
            } else {
                write(out, Decimals.text(bytes, from, to));
            }
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, Decimals.binary(bytes, from, to));
        }

        private void write(JsonBuffer out, Number number) {
            if (number instanceof BigDecimal decimal) {
                base64(out, decimal.setScale(scale, RoundingMode.HALF_UP).unscaledValue());
            } else {
                out.raw(NULL);
            }
        }
    }

    /** Each value with a scale of its own, as small as its digits need. */
    private record AnyScale() implements ValueWriter {

        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            int end = to;
            if (NumericText.scale(bytes, from, to) > 0) {
                while (bytes[end - 1] == '0') {
                    end--;
                }
                end = bytes[end - 1] == '.' ? end - 1 : end;
            }
            if (NumericText.fitsLong(bytes, from, end)) {
                begin(out, NumericText.scale(bytes, from, end));
                out.base64(NumericText.unscaledLong(bytes, from, end));
                out.raw('}');
            } else {
                write(out, Decimals.text(bytes, from, end));
            }
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, Decimals.binary(bytes, from, to));
        }

        private static void begin(JsonBuffer out, int scale) {
            out.raw("{\"scale\":");
            out.number(scale);
            out.raw(",\"value\":");
        }

        private static void write(JsonBuffer out, Number number) {
            if (number instanceof BigDecimal decimal) {
                BigDecimal shortest = decimal.stripTrailingZeros();
                BigDecimal whole = shortest.scale() < 0 ? shortest.setScale(0, RoundingMode.UNNECESSARY) : shortest;
                begin(out, whole.scale());
                base64(out, whole.unscaledValue());
                out.raw('}');
            } else {
                out.raw(NULL);
            }
        }
    }

    private record AsDouble() implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            out.number(Decimals.text(bytes, from, to).doubleValue());
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            out.number(Decimals.binary(bytes, from, to).doubleValue());
        }
    }

    /** The digits, of which the server sends as many as the scale has; a column's default may have been written with fewer. */
    private record AsText(int scale) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            if (NumericText.isFinite(bytes, from, to)
                    && (scale == ANY_SCALE || NumericText.scale(bytes, from, to) == scale)) {
                out.string(bytes, from, to);
            } else {
                write(out, Decimals.text(bytes, from, to));
            }
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, Decimals.binary(bytes, from, to));
        }

        private void write(JsonBuffer out, Number number) {
            if (number instanceof BigDecimal decimal) {
                BigDecimal scaled = scale == ANY_SCALE ? decimal : decimal.setScale(scale, RoundingMode.HALF_UP);
                out.string(scaled.toPlainString());
            } else {
                out.string(special(number));
            }
        }

        private static String special(Number number) {
            double value = number.doubleValue();
            return Double.isNaN(value) ? "NAN" : value > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
        }
    }

    private record Cents(DecimalMode mode) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, Money.cents(bytes, from, to));
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, BigEndian.int64("money", bytes, from, to));
        }

        private void write(JsonBuffer out, long cents) {
            switch (mode) {
                case PRECISE -> out.base64(cents);
                case DOUBLE -> out.number(BigDecimal.valueOf(cents, CENTS).doubleValue());
                case STRING -> {
                    byte[] text =
                            BigDecimal.valueOf(cents, CENTS).toPlainString().getBytes(StandardCharsets.US_ASCII);
                    out.string(text, 0, text.length);
                }
            }
        }
    }
}
