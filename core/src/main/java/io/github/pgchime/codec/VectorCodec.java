package io.github.pgchime.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * int2vector and oidvector: arrays whose text is the numbers with spaces between them.
 *
 * @param array what reads the binary form
 */
record VectorCodec(ArrayCodec array) implements Codec {

    @Override
    public Object text(byte[] bytes, int from, int to) {
        List<Object> list = new ArrayList<>();
        int start = from;
        for (int at = from; at <= to && from < to; at++) {
            if (at == to || bytes[at] == ' ') {
                list.add(array.element().text(bytes, start, at));
                start = at + 1;
            }
        }
        return Collections.unmodifiableList(list);
    }

    @Override
    public Object binary(byte[] bytes, int from, int to) {
        return array.binary(bytes, from, to);
    }
}
