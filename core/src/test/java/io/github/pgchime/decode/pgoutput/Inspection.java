package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.wire.WireReader;

/** Looks at messages and at all that is inside, as if every relation had one column. */
final class Inspection {

    private final PgOutputDecoder decoder = new PgOutputDecoder();
    private final RowImages rows = new RowImages();

    void look(WireReader payload) {
        if (decoder.decode(payload) instanceof Content content) {
            WireReader body = content.body();
            switch (content.type()) {
                case 'R' -> Relation.decode(body);
                case 'T' -> Truncation.decode(body);
                case 'M' -> Emission.decode(body);
                case 'I', 'U', 'D' -> {
                    body.int32();
                    rows.read(content.type(), body, 1);
                }
                default -> {
                    // Nothing that anybody looks into.
                }
            }
        }
    }
}
