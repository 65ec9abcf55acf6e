package io.github.pgchime.change;

import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.json.Provenance;
import io.github.pgchime.decode.pgoutput.PgOutputDecoder;
import io.github.pgchime.decode.pgoutput.PgOutputMessage;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.spool.SpoolBudget;
import io.github.pgchime.wire.WireReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An assembler and all that lies behind it, without a server. */
final class Feeding implements AutoCloseable {

    private final PgOutputDecoder decoder = new PgOutputDecoder();
    private final Tables tables = new Tables(Feeding::layout);
    private final Assembler assembler;

    Feeding(long memory, Path directory, Assembler.Holds holds) {
        this(new SpoolBudget(memory, directory), holds);
    }

    Feeding(SpoolBudget budget, Assembler.Holds holds) {
        this.assembler = new Assembler("s", budget, holds);
    }

    Assembler assembler() {
        return assembler;
    }

    /** Feeds a message from this place in the log. */
    Optional<Assembled> feed(long lsn, byte[] payload) {
        return assembler.accept(decoder.decode(new WireReader("XLogData", payload)), lsn);
    }

    /** Feeds messages of which none but the last completes a transaction, and takes that. */
    Transaction transaction(byte[]... payloads) {
        for (int i = 0; i < payloads.length - 1; i++) {
            if (feed(0x10 + i, payloads[i]).isPresent()) {
                throw new AssertionError("message " + i + " completes a transaction already");
            }
        }
        return transaction(feed(0x10 + payloads.length - 1, payloads[payloads.length - 1])
                .orElseThrow(() -> new AssertionError("the last message completes no transaction")));
    }

    Transaction transaction(Assembled whole) {
        Acknowledgements.Ticket ticket =
                new Acknowledgements.Ticket(1, 1, 0, whole.commit().end().value());
        return new Transaction(
                new Transaction.Whole(whole.commit(), whole.changes(), ticket, provenance(whole.commit())),
                whole,
                tables,
                false);
    }

    static Provenance provenance(Commit commit) {
        return new Provenance(
                "shop", commit.xid(), commit.time(), 0, commit.end().value(), 0, Optional.empty(), 0);
    }

    /** By what the rows of a relation are read where no catalog is asked. */
    static Layout layout(Relation relation) {
        return new Layout(relation, new Codecs(Map.of()), TableDetail.unknown(relation.id()));
    }

    /** A message outside of any piece, which leaves no trace of its own. */
    static PgOutputMessage decode(byte[] payload) {
        return new PgOutputDecoder().decode(new WireReader("XLogData", payload));
    }

    static List<Change> changes(Transaction transaction) {
        List<Change> changes = new ArrayList<>();
        transaction.forEach(changes::add);
        return changes;
    }

    @Override
    public void close() {
        assembler.close();
    }
}
