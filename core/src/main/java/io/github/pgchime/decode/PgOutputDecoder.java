package io.github.pgchime.decode;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage.Begin;
import io.github.pgchime.decode.LogicalMessage.Commit;
import io.github.pgchime.decode.LogicalMessage.Emitted;
import io.github.pgchime.decode.LogicalMessage.Other;
import io.github.pgchime.decode.LogicalMessage.Truncate;
import io.github.pgchime.wire.Excerpt;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the messages of {@code src/backend/replication/logical/proto.c} in protocol version 1. Names come in the
 * client's encoding, UTF-8; a message's content is sent as the bytes it was written with, in the server's.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">PostgreSQL: logical
 *     replication message formats</a>
 */
final class PgOutputDecoder implements Decoder {

    private static final int MESSAGE_TRANSACTIONAL = 1;
    private static final int COMMIT_LENGTH = 1 + 8 + 8 + 8;

    private final Charset serverEncoding;
    private final Relations relations = new Relations();

    PgOutputDecoder(Charset serverEncoding) {
        this.serverEncoding = serverEncoding;
    }

    @Override
    public LogicalMessage decode(WireReader payload) {
        byte type = payload.int8();
        return switch (type) {
            case 'B' -> begin(payload);
            case 'C' -> commit(payload);
            case 'R' -> relation(payload);
            case 'I' -> relations.get(payload.int32()).insert();
            case 'U' -> relations.get(payload.int32()).update();
            case 'D' -> relations.get(payload.int32()).delete();
            case 'T' -> truncate(payload);
            case 'M' -> message(payload);
            case 'O', 'Y' -> Other.INSTANCE;
            default ->
                throw new ProtocolException(
                        "pgoutput: expected a message of protocol version 1, one of B C O R Y I U D T M, but read "
                                + Excerpt.of(new byte[] {type}, 0, 1));
        };
    }

    private static Begin begin(WireReader payload) {
        payload.int64(); // the commit's LSN
        payload.int64(); // the commit's time
        Begin begin = new Begin(payload.int32());
        payload.expectEnd();
        return begin;
    }

    private static Commit commit(WireReader payload) {
        payload.skip(COMMIT_LENGTH);
        payload.expectEnd();
        return new Commit();
    }

    private Other relation(WireReader payload) {
        int id = payload.int32();
        String schema = payload.cString();
        String table = payload.cString();
        try {
            relations.put(id, new TableChanges(new TableName(schema.isEmpty() ? "pg_catalog" : schema, table)));
        } catch (ConfigException e) {
            throw new ProtocolException("pgoutput: expected a relation's name: " + e.getMessage(), e);
        }
        return Other.INSTANCE;
    }

    private Truncate truncate(WireReader payload) {
        int count = payload.int32();
        payload.int8(); // cascade, restart identity
        if (count != payload.remaining() / Integer.BYTES) {
            throw new ProtocolException("pgoutput: a truncation of " + Integer.toUnsignedString(count)
                    + " relations has " + payload.remaining() + " bytes for their ids");
        }
        List<TableName> tables = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tables.add(relations.get(payload.int32()).table());
        }
        payload.expectEnd();
        return new Truncate(tables);
    }

    private Emitted message(WireReader payload) {
        boolean transactional = (payload.int8() & MESSAGE_TRANSACTIONAL) != 0;
        payload.int64(); // its LSN
        String prefix = payload.cString();
        int length = payload.int32();
        if (length < payload.remaining()) {
            throw new ProtocolException("pgoutput: a message of " + length + " bytes is followed by more");
        }
        return new Emitted(transactional, prefix, payload.text(serverEncoding));
    }
}
