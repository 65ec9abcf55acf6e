package io.github.pgchime.codec;

import io.github.pgchime.value.Range;
import io.github.pgchime.wire.WireReader;
import java.util.Optional;

/**
 * Ranges of any type.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-IO">PostgreSQL: range input and
 *     output</a>
 */
record RangeCodec(Codec bound) implements Codec {

    private static final int EMPTY = 0x01;
    private static final int LOWER_INCLUSIVE = 0x02;
    private static final int UPPER_INCLUSIVE = 0x04;
    private static final int LOWER_INFINITE = 0x08;
    private static final int UPPER_INFINITE = 0x10;

    @Override
    public Range<Object> text(byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor("range", "a range such as [1,5) or empty", bytes, from, to);
        Range<Object> range = text(text);
        text.expectEnd();
        return range;
    }

    /** The range that comes next. */
    Range<Object> text(TextCursor text) {
        if (text.peek() == 'e') {
            text.expect("empty");
            return Range.empty();
        }
        boolean lowerInclusive = text.skip('[');
        if (!lowerInclusive) {
            text.expect('(');
        }
        Optional<Object> lower = boundText(text);
        text.expect(',');
        Optional<Object> upper = boundText(text);
        boolean upperInclusive = text.skip(']');
        if (!upperInclusive) {
            text.expect(')');
        }
        return Range.of(lower, lowerInclusive, upper, upperInclusive);
    }

    private Optional<Object> boundText(TextCursor text) {
        Token token = Token.next(text, ',', ')', ']');
        return token.isMissing() ? Optional.empty() : Optional.of(token.decode(bound));
    }

    @Override
    public Range<Object> binary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of a range type", bytes, from, to);
        int flags = value.int8();
        boolean isEmpty = (flags & EMPTY) != 0;
        Optional<Object> lower = boundBinary(value, !isEmpty && (flags & LOWER_INFINITE) == 0);
        Optional<Object> upper = boundBinary(value, !isEmpty && (flags & UPPER_INFINITE) == 0);
        value.expectEnd();
        return isEmpty
                ? Range.empty()
                : Range.of(lower, (flags & LOWER_INCLUSIVE) != 0, upper, (flags & UPPER_INCLUSIVE) != 0);
    }

    private Optional<Object> boundBinary(WireReader value, boolean present) {
        return present ? Optional.of(Counted.present(value, bound)) : Optional.empty();
    }
}
