package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A row's values as they lie in a buffer: where each begins, and in which form it is. It may be read anew over other
 * bytes. Not thread-safe.
 */
public final class Tuple {

    /** In what form a value is there, by the byte before it. */
    public enum Form {
        NULL,
        /** It was not changed, and is stored out of line (TOAST), so that it is not in the log. */
        UNCHANGED,
        TEXT,
        BINARY;

        /** That of the value that begins here. */
        public static Form at(byte[] bytes, int start) {
            return switch (bytes[start]) {
                case 't' -> TEXT;
                case 'b' -> BINARY;
                case 'u' -> UNCHANGED;
                default -> NULL;
            };
        }
    }

    private static final VarHandle LENGTH = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NOTHING = {};
    private static final int[] NONE = {};

    private byte[] bytes = NOTHING;
    private int first;
    private int[] starts = NONE;

    /**
     * Reads the values up to where they end, which leaves the reader there.
     *
     * @param columns how many there are in the relation's description
     * @throws ProtocolException if there are others
     */
    public void read(WireReader body, int columns) {
        int values = body.int16();
        if (values != columns) {
            throw new ProtocolException(
                    "pgoutput: a row of " + values + " values for a relation of " + columns + " columns");
        }
        first = body.offset();
        if (starts.length != columns) {
            starts = new int[columns];
        }
        bytes = body.array();
        for (int i = 0; i < columns; i++) {
            starts[i] = body.offset();
            byte form = body.int8();
            switch (form) {
                case 't', 'b' -> body.skip(body.int32());
                case 'n', 'u' -> {}
                default ->
                    throw new ProtocolException("pgoutput: expected a value's form, one of n u t b, but read 0x"
                            + Integer.toHexString(form & 0xFF));
            }
        }
    }

    /** How many values there are. */
    public int size() {
        return starts.length;
    }

    /** Where the first value begins, right behind their number. */
    public int first() {
        return first;
    }

    /** Where each value begins, in the order of the columns. */
    public int[] starts() {
        return starts.clone();
    }

    public Form form(int column) {
        return Form.at(bytes, starts[column]);
    }

    /** The array in which the values lie. */
    public byte[] array() {
        return bytes;
    }

    /** Where a value begins that is in text or binary. */
    public int from(int column) {
        return contentFrom(starts[column]);
    }

    /** Where a value ends that is in text or binary. */
    public int to(int column) {
        return endOf(bytes, starts[column]);
    }

    /** Where the content is of the value that begins here, if it is in text or binary. */
    public static int contentFrom(int start) {
        return start + 1 + Integer.BYTES;
    }

    /** Where the value that begins here ends, and the next begins. */
    public static int endOf(byte[] bytes, int start) {
        return switch (bytes[start]) {
            case 't', 'b' -> contentFrom(start) + (int) LENGTH.get(bytes, start + 1);
            default -> start + 1;
        };
    }
}
