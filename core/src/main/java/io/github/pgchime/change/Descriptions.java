package io.github.pgchime.change;

import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.PgOutputMessage;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.BeginPrepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.Prepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.RollbackPrepared;
import io.github.pgchime.decode.pgoutput.Relation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * By which descriptions each transaction is read. What a transaction describes holds for those after it; where it was prepared,
 * from then on, though it is delivered later or never, and it is read itself by what held before it. Not thread-safe.
 */
final class Descriptions {

    private final Tables tables;
    private final Map<String, Tables> beforePrepared = new HashMap<>();
    private boolean preparing;

    Descriptions(Tables tables) {
        this.tables = tables;
    }

    /** Takes the next message, before anything is made of it. */
    void accept(PgOutputMessage message) {
        switch (message) {
            case BeginPrepare begin -> {
                beforePrepared.put(begin.gid(), tables.copy());
                preparing = true;
            }
            case Prepare prepare -> preparing = false;
            case RollbackPrepared rollback -> beforePrepared.remove(rollback.gid());
            case Content content -> {
                if (preparing && content.type() == 'R') {
                    tables.describe(Relation.decode(content.body().ahead("Relation")));
                }
            }
            default -> {}
        }
    }

    /** What a transaction is read by, and describes further; asked once. One prepared in pieces describes all by itself. */
    Tables take(Assembled whole) {
        return whole.commit()
                .gid()
                .map(gid -> Optional.ofNullable(beforePrepared.remove(gid)).orElseGet(tables::copy))
                .orElse(tables);
    }
}
