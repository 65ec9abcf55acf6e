package io.github.pgchime.codec;

import io.github.pgchime.wire.WireReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Multiranges, as lists of their ranges. */
record MultirangeCodec(RangeCodec range) implements Codec {

    @Override
    public List<Object> text(byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor("multirange", "ranges such as {[1,3),[5,7)}", bytes, from, to);
        List<Object> ranges = new ArrayList<>();
        text.expect('{');
        if (!text.skip('}')) {
            do {
                ranges.add(range.text(text));
            } while (text.skip(','));
            text.expect('}');
        }
        text.expectEnd();
        return Collections.unmodifiableList(ranges);
    }

    @Override
    public List<Object> binary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of a multirange type", bytes, from, to);
        int count = value.int32();
        if (count < 0 || count > value.remaining() / Integer.BYTES) {
            throw Malformed.value("multirange", "a count of ranges and as many", bytes, from, to);
        }
        List<Object> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(Counted.present(value, range));
        }
        value.expectEnd();
        return Collections.unmodifiableList(ranges);
    }
}
