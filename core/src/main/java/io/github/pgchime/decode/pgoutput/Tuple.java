package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A row's values as they lie in a buffer: where each begins, and in which form it is. It may be read anew over other
 * bytes; whoever keeps one reads it once, over bytes that stay. Not thread-safe while it is read.
 */
public final class Tuple {

    /** In what form a value is there, by the byte before it. */
    public enum Form {
        NULL,
        /** It was not changed, and is stored out of line (TOAST), so that it is not in the log. */
        UNCHANGED,
        TEXT,
        BINARY
    }

    private static final VarHandle LENGTH = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int[] NONE = {};

    /** A kept row of so few columns is walked through each time, which is cheaper than to remember where each begins. */
    private static final int FEW = 16;

    private byte[] bytes = {};
    private int count;
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
        count = columns;
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

    /** A tuple over the same bytes that stays as it is when this one is read anew. */
    public Tuple kept() {
        Tuple kept = new Tuple();
        kept.bytes = bytes;
        kept.count = count;
        kept.first = first;
        kept.starts = count <= FEW ? NONE : starts.clone();
        return kept;
    }

    private int start(int column) {
        if (starts.length > 0) {
            return starts[column];
        }
        Objects.checkIndex(column, count);
        int at = first;
        for (int i = 0; i < column; i++) {
            at += 1
                    + switch (bytes[at]) {
                        case 't', 'b' -> Integer.BYTES + (int) LENGTH.get(bytes, at + 1);
                        default -> 0;
                    };
        }
        return at;
    }

    /** How many values there are. */
    public int size() {
        return count;
    }

    public Form form(int column) {
        return switch (bytes[start(column)]) {
            case 't' -> Form.TEXT;
            case 'b' -> Form.BINARY;
            case 'u' -> Form.UNCHANGED;
            default -> Form.NULL;
        };
    }

    /** The array in which the values lie. */
    public byte[] array() {
        return bytes;
    }

    /** Where a value begins that is in text or binary. */
    public int from(int column) {
        return start(column) + 1 + Integer.BYTES;
    }

    /** Where a value ends that is in text or binary. */
    public int to(int column) {
        int at = start(column) + 1;
        return at + Integer.BYTES + (int) LENGTH.get(bytes, at);
    }
}
