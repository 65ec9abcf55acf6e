package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.Relations;
import io.github.pgchime.wire.WireReader;

/** Holds values to the limit that the application has set. */
final class ValueSizes {

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
        switch (content.type()) {
            case 'I', 'U', 'D' -> {
                Relation relation = relations.get(body.int32());
                while (body.remaining() > 0) {
                    body.skip(1);
                    checkTuple(body, relation);
                }
                if (cutOff > 0) {
                    throw tooLarge(
                            "a row of " + relation.name(), (long) content.body().remaining() + cutOff);
                }
            }
            default -> throw tooLarge("a logical message", (long) body.remaining() + cutOff);
        }
    }

    private void checkTuple(WireReader body, Relation relation) {
        int count = body.int16();
        for (int i = 0; i < count && body.remaining() > 0; i++) {
            byte form = body.int8();
            if (form == 't' || form == 'b') {
                int length = body.int32();
                if (length > most) {
                    throw tooLarge("column " + relation.columns().get(i).name() + " of " + relation.name(), length);
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
