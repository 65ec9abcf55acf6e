package io.github.pgchime.codec;

import io.github.pgchime.wire.WireReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of any type. What they say of their lower bounds is checked and left out.
 *
 * @param elementOid the type of the elements, which the binary form names
 * @param delimiter what stands between two elements in the text form
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">PostgreSQL: array input and output</a>
 */
record ArrayCodec(int elementOid, char delimiter, Codec element) implements Codec {

    /** PostgreSQL's MAXDIM. */
    private static final int MAX_DIMENSIONS = 6;

    private static final String EXPECTED = "an array such as {1,NULL,\"a b\"}";

    @Override
    public List<@Nullable Object> text(byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor("array", EXPECTED, bytes, from, to);
        text.skipBounds();
        List<@Nullable Object> list = list(text, 1);
        text.expectEnd();
        return list;
    }

    private List<@Nullable Object> list(TextCursor text, int depth) {
        text.expect('{');
        List<@Nullable Object> list = new ArrayList<>();
        if (text.skip('}')) {
            return Collections.unmodifiableList(list);
        }
        boolean nested = text.peek() == '{';
        if (nested && depth == MAX_DIMENSIONS) {
            throw text.malformed();
        }
        do {
            list.add(nested ? list(text, depth + 1) : element(text));
        } while (text.skip(delimiter));
        text.expect('}');
        return Collections.unmodifiableList(list);
    }

    private @Nullable Object element(TextCursor text) {
        Token token = Token.next(text, delimiter, '}', '{');
        if (token.isMissing()) {
            throw text.malformed();
        }
        return token.isNull() ? null : token.decode(element);
    }

    @Override
    public List<@Nullable Object> binary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of an array type", bytes, from, to);
        int dimensions = value.int32();
        value.int32(); // whether there are NULLs
        int oid = value.int32();
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS || oid != elementOid) {
            throw malformed(bytes, from, to);
        }
        int[] sizes = new int[dimensions];
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = value.int32();
            value.int32(); // the lower bound
            elements *= sizes[i];
            // Each element takes at least its length, so this bounds what is allocated.
            if (sizes[i] < 1 || elements > value.remaining() / Integer.BYTES) {
                throw malformed(bytes, from, to);
            }
        }
        List<@Nullable Object> list = dimensions == 0 ? List.of() : list(value, sizes, 0);
        value.expectEnd();
        return list;
    }

    private List<@Nullable Object> list(WireReader value, int[] sizes, int dimension) {
        List<@Nullable Object> list = new ArrayList<>(sizes[dimension]);
        for (int i = 0; i < sizes[dimension]; i++) {
            list.add(dimension + 1 < sizes.length ? list(value, sizes, dimension + 1) : Counted.value(value, element));
        }
        return Collections.unmodifiableList(list);
    }

    private static RuntimeException malformed(byte[] bytes, int from, int to) {
        return Malformed.value(
                "array", "up to 6 dimensions of the catalog's element type and their elements", bytes, from, to);
    }
}
