package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.codec.TextCursor;
import io.github.pgchime.codec.Token;
import io.github.pgchime.wire.WireReader;

/**
 * Arrays: each of several dimensions is an array in the one before.
 *
 * @param delimiter what stands between two elements in the text form
 */
record Arrays(char delimiter, ValueWriter element) implements ValueWriter {

    /** PostgreSQL's MAXDIM. */
    private static final int MAX_DIMENSIONS = 6;

    private static final int NULL = -1;

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor("array", "an array such as {1,NULL,\"a b\"}", bytes, from, to);
        text.skipBounds();
        list(out, text, 1);
        text.expectEnd();
    }

    private void list(JsonBuffer out, TextCursor text, int depth) {
        text.expect('{');
        out.raw('[');
        boolean nested = text.peek() == '{';
        if (nested && depth == MAX_DIMENSIONS) {
            throw text.malformed();
        }
        if (!text.skip('}')) {
            char before = '[';
            do {
                if (before == ',') {
                    out.raw(before);
                }
                before = ',';
                if (nested) {
                    list(out, text, depth + 1);
                } else {
                    element(out, Token.next(text, delimiter, '}', '{'), text);
                }
            } while (text.skip(delimiter));
            text.expect('}');
        }
        out.raw(']');
    }

    private void element(JsonBuffer out, Token token, TextCursor text) {
        if (token.isMissing()) {
            throw text.malformed();
        }
        if (token.isNull()) {
            out.raw("null");
        } else {
            element.text(out, token.bytes(), token.from(), token.to());
        }
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of an array type", bytes, from, to);
        int dimensions = value.int32();
        value.skip(2 * Integer.BYTES); // whether there are NULLs, and the elements' type
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw new ProtocolException("a value of an array type: expected up to " + MAX_DIMENSIONS
                    + " dimensions, but read " + dimensions);
        }
        int[] sizes = new int[dimensions];
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = value.int32();
            value.skip(Integer.BYTES); // the lower bound
            elements *= sizes[i];
            // Each element takes at least its length, so this bounds what is written.
            if (sizes[i] < 1 || elements > value.remaining() / Integer.BYTES) {
                throw new ProtocolException("a value of an array type: expected a dimension of 1 to "
                        + value.remaining() / Integer.BYTES + " elements in all, but read one of " + sizes[i]);
            }
        }
        if (dimensions == 0) {
            out.raw("[]");
        } else {
            list(out, value, sizes, 0);
        }
        value.expectEnd();
    }

    private void list(JsonBuffer out, WireReader value, int[] sizes, int dimension) {
        out.raw('[');
        for (int i = 0; i < sizes[dimension]; i++) {
            if (i > 0) {
                out.raw(',');
            }
            if (dimension + 1 < sizes.length) {
                list(out, value, sizes, dimension + 1);
            } else {
                counted(out, value, element);
            }
        }
        out.raw(']');
    }

    /** A value within another's binary form: its length in bytes, -1 for NULL, and the bytes. */
    static void counted(JsonBuffer out, WireReader value, ValueWriter writer) {
        int length = value.int32();
        if (length == NULL) {
            out.raw("null");
            return;
        }
        int from = value.offset();
        value.skip(length);
        writer.binary(out, value.array(), from, from + length);
    }
}
