package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.wire.WireReader;

/**
 * What stands inside a transaction, or outside of all: a row's change (I, U, D), a truncation (T), the description of a relation (R) or
 * a type (Y), an origin (O), a logical message (M). A view that the decoder turns to the next one, valid until then.
 */
public final class Content implements PgOutputMessage {

    private char type;
    private int xid;
    private WireReader body = new WireReader("nothing", new byte[0]);

    Content aim(char newType, int newXid, WireReader newBody) {
        type = newType;
        xid = newXid;
        body = newBody;
        return this;
    }

    /** The message's first byte. */
    public char type() {
        return type;
    }

    /** The transaction, or the subtransaction, that it belongs to, within a piece of one in progress; else 0. */
    public int xid() {
        return xid;
    }

    /** The rest, the same in every protocol version. */
    public WireReader body() {
        return body;
    }
}
