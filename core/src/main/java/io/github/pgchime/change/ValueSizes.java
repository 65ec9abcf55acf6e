package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.Relations;
import io.github.pgchime.wire.WireReader;

/** Holds values to the limit that the application has set. */
final class ValueSizes {

    /** A letter that says what row it is, and how many values it has. */
    private static final int TUPLE_HEADER = 1 + Short.BYTES;

    /** A value's form and its length. */
    private static final int VALUE_HEADER = 1 + Integer.BYTES;

    private final long most;

    /** What was described last, which is what a row is written by when it comes. */
    private final Relations<Relation> relations = new Relations<>();

    ValueSizes(long most) {
        this.most = most;
    }

    void describe(Relation relation) {
        relations.put(relation.id(), relation);
    }

    /**
     * Returns normally if no value is larger. What is short enough altogether is not looked into.
     *
     * @param cutOff how many bytes of the message were not kept
     * @throws ConfigException that names the table and the column
     */
    void check(Content content, int cutOff) {
        if (cutOff == 0 && content.body().remaining() <= most) {
            return;
        }
        WireReader body = content.body().ahead("a row");
        long bytes = (long) body.remaining() + cutOff;
        switch (content.type()) {
            case 'I', 'U', 'D' -> {
                Relation relation = relations.get(body.int32());
                while (body.remaining() >= TUPLE_HEADER) {
                    body.skip(1);
                    checkTuple(body, relation);
                }
                if (cutOff > 0) {
                    throw tooLarge("a row of " + relation.name(), bytes);
                }
            }
            case 'M' -> throw tooLarge("a logical message", bytes);
            default -> {
                // A description, of which each part is short.
            }
        }
    }

    /** Looks as far as the values are there: what was cut off may begin anywhere. */
    private void checkTuple(WireReader body, Relation relation) {
        int count = body.int16();
        if (count != relation.columns().size()) {
            throw new ProtocolException("pgoutput: a row of " + count + " values for a relation of "
                    + relation.columns().size() + " columns");
        }
        for (Relation.Column column : relation.columns()) {
            if (body.remaining() < VALUE_HEADER) {
                body.skip(body.remaining());
                return;
            }
            byte form = body.int8();
            if (form == 't' || form == 'b') {
                int length = body.int32();
                if (length > most) {
                    throw tooLarge("column " + column.name() + " of " + relation.name(), length);
                }
                body.skip(Math.min(length, body.remaining()));
            }
        }
    }

    private ConfigException tooLarge(String what, long bytes) {
        return new ConfigException(what + " has " + bytes + " bytes, and maxValueSize is " + most
                + "; raise it, or leave it out of the publication");
    }
}
