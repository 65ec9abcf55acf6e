package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.codec.BuiltIn;
import java.nio.charset.StandardCharsets;

/**
 * bit and varbit: a single bit is a boolean; several are bytes, the last bit the lowest of the first one, as many as the
 * highest that is set needs.
 */
record Bits(boolean single) implements ValueWriter {

    /** @param modifier how many there are at most; below 0 where any number may be */
    static TypeWriter type(int modifier) {
        boolean single = modifier == 1;
        int length = modifier < 0 ? Integer.MAX_VALUE : modifier;
        Schema several =
                Schema.BYTES.as(SemanticType.of("io.debezium.data.Bits", 1).with("length", Integer.toString(length)));
        return TypeWriter.of(new Bits(single), single ? Schema.BOOLEAN : several, "")
                .allDefaults();
    }

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        if (single) {
            out.raw(to > from && bytes[to - 1] == '1' ? "true" : "false");
            return;
        }
        byte[] target = out.scratch().room((to - from + 7) / 8);
        int count = 0;
        for (int at = to - 1; at >= from; at--) {
            int place = to - 1 - at;
            if (place % 8 == 0) {
                target[place / 8] = 0;
            }
            if (bytes[at] == '1') {
                target[place / 8] |= (byte) (1 << (place % 8));
                count = place / 8 + 1;
            } else if (bytes[at] != '0') {
                throw new ProtocolException("a value of type bit: expected 0 and 1");
            }
        }
        out.base64(target, 0, count, false);
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        byte[] digits =
                BuiltIn.VARBIT.codec().binary(bytes, from, to).toString().getBytes(StandardCharsets.US_ASCII);
        text(out, digits, 0, digits.length);
    }
}
