package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;

/**
 * The rows of an insert, an update or a delete, as they lie in a buffer. It may be read anew, as a {@link Tuple} may.
 */
public final class RowImages {

    /** What is told of the old row. */
    public enum Old {
        NONE,
        /** The columns of its replica identity; the others are null. */
        KEY,
        /** All of it. */
        FULL
    }

    private final Tuple before = new Tuple();
    private final Tuple after = new Tuple();
    private Old old = Old.NONE;

    /**
     * Reads the body of a {@link Content} of type I, U or D, from behind the relation's id.
     *
     * @param columns how many columns the relation has
     */
    public void read(char type, WireReader body, int columns) {
        byte part = body.int8();
        old = type == 'I' ? Old.NONE : old(part);
        if (old != Old.NONE) {
            before.read(body, columns);
            part = type == 'U' ? body.int8() : part;
        }
        if (type != 'D') {
            if (part != 'N') {
                throw new ProtocolException(
                        "pgoutput: expected a new row (N), but read 0x" + Integer.toHexString(part & 0xFF));
            }
            after.read(body, columns);
        } else if (old == Old.NONE) {
            throw new ProtocolException("pgoutput: a delete without an old row");
        }
        body.expectEnd();
    }

    private static Old old(byte part) {
        return switch (part) {
            case 'K' -> Old.KEY;
            case 'O' -> Old.FULL;
            default -> Old.NONE;
        };
    }

    /** What {@link #before} is. */
    public Old old() {
        return old;
    }

    /** The old row, unless {@link #old} is none. */
    public Tuple before() {
        return before;
    }

    /** The new row, unless it is a delete. */
    public Tuple after() {
        return after;
    }
}
