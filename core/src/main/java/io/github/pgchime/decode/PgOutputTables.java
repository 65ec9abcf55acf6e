package io.github.pgchime.decode;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.LogicalMessage.Begin;
import io.github.pgchime.decode.LogicalMessage.Commit;
import io.github.pgchime.decode.LogicalMessage.Emitted;
import io.github.pgchime.decode.LogicalMessage.Other;
import io.github.pgchime.decode.LogicalMessage.Truncate;
import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.Emission;
import io.github.pgchime.decode.pgoutput.PgOutputDecoder;
import io.github.pgchime.decode.pgoutput.PgOutputMessage;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.Relations;
import io.github.pgchime.decode.pgoutput.Truncation;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.Charset;

/**
 * Which tables moved, from a pgoutput stream of protocol version 1. Names come in the client's encoding, UTF-8; a
 * message's content is sent as the bytes it was written with, in the server's.
 */
final class PgOutputTables implements Decoder {

    private final Charset serverEncoding;
    private final PgOutputDecoder decoder = new PgOutputDecoder();
    private final Relations<TableChanges> relations = new Relations<>();

    PgOutputTables(Charset serverEncoding) {
        this.serverEncoding = serverEncoding;
    }

    @Override
    public LogicalMessage decode(WireReader payload) {
        return switch (decoder.decode(payload)) {
            case PgOutputMessage.Begin begin -> new Begin(begin.xid());
            case PgOutputMessage.Commit commit -> new Commit();
            case Content content -> content(content);
            case PgOutputMessage other ->
                throw new ProtocolException("pgoutput: " + other.getClass().getSimpleName()
                        + " does not belong to protocol version 1, which was asked for");
        };
    }

    private LogicalMessage content(Content content) {
        WireReader body = content.body();
        return switch (content.type()) {
            case 'R' -> relation(body);
            case 'I' -> relations.get(body.int32()).insert();
            case 'U' -> relations.get(body.int32()).update();
            case 'D' -> relations.get(body.int32()).delete();
            case 'T' -> truncate(body);
            case 'M' -> message(body);
            default -> Other.INSTANCE;
        };
    }

    private Other relation(WireReader body) {
        int id = body.int32();
        relations.put(id, new TableChanges(Relation.name(body)));
        return Other.INSTANCE;
    }

    private Truncate truncate(WireReader body) {
        return new Truncate(Truncation.decode(body).relations().stream()
                .map(id -> relations.get(id).table())
                .toList());
    }

    private Emitted message(WireReader body) {
        Emission emission = Emission.decode(body);
        return new Emitted(
                emission.transactional(), emission.prefix(), emission.content().text(serverEncoding));
    }
}
