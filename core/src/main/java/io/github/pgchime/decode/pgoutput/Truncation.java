package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * One TRUNCATE.
 *
 * @param relations the oids of what it emptied
 */
public record Truncation(List<Integer> relations, boolean cascade, boolean restartIdentity) {

    private static final int CASCADE = 1;
    private static final int RESTART_IDENTITY = 2;

    public Truncation {
        relations = List.copyOf(relations);
    }

    /** Reads the body of a {@link Content} of type T. */
    public static Truncation decode(WireReader body) {
        int count = body.int32();
        byte options = body.int8();
        if (count != body.remaining() / Integer.BYTES) {
            throw new ProtocolException("pgoutput: a truncation of " + Integer.toUnsignedString(count)
                    + " relations has " + body.remaining() + " bytes for their ids");
        }
        List<Integer> relations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            relations.add(body.int32());
        }
        body.expectEnd();
        return new Truncation(relations, (options & CASCADE) != 0, (options & RESTART_IDENTITY) != 0);
    }
}
