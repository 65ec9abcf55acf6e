package io.github.pgchime.debezium.json;

import io.github.pgchime.decode.pgoutput.Tuple;
import java.util.Arrays;

/**
 * Writes one column of a table.
 *
 * @param place its place among the columns of the relation
 * @param name its name as JSON, with the colon
 * @param known whether an old row has it of which there is but the key
 * @param unavailable the JSON that stands for it where it was not changed and is not in the log
 * @param missing the JSON that stands for it in an old row that does not have it
 * @param field its schema
 */
@SuppressWarnings("ArrayRecordComponent") // written as they are, and never handed out
record ColumnWriter(
        int place,
        byte[] name,
        ValueWriter writer,
        boolean known,
        byte[] unavailable,
        byte[] missing,
        Shape.Field field) {

    private static final byte[] NULL = JsonBuffer.ascii("null");

    /** Writes what the tuple has. */
    void value(JsonBuffer out, Tuple tuple) {
        switch (tuple.form(place)) {
            case NULL -> out.raw(NULL);
            case UNCHANGED -> out.raw(unavailable);
            case TEXT -> writer.text(out, tuple.array(), tuple.from(place), tuple.to(place));
            case BINARY -> writer.binary(out, tuple.array(), tuple.from(place), tuple.to(place));
        }
    }

    boolean isUnchanged(Tuple tuple) {
        return tuple.form(place) == Tuple.Form.UNCHANGED;
    }

    /** Whether both tuples have the same value. */
    boolean isSame(Tuple one, Tuple other) {
        Tuple.Form form = one.form(place);
        return form == other.form(place)
                && (form == Tuple.Form.NULL
                        || form == Tuple.Form.UNCHANGED
                        || Arrays.equals(
                                one.array(),
                                one.from(place),
                                one.to(place),
                                other.array(),
                                other.from(place),
                                other.to(place)));
    }
}
