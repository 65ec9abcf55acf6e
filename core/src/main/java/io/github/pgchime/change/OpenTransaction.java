package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.spool.Spool;
import io.github.pgchime.wire.WireReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A transaction of which more may come. Not thread-safe. */
final class OpenTransaction {

    /** What there was when the first message of a subtransaction came. */
    private record Mark(int subxid, long size, long changes, int described) {}

    private final int xid;
    private final long begin;
    private final Spool spool;
    private final List<Mark> marks = new ArrayList<>();
    private final Map<Integer, Integer> places = new HashMap<>();
    private final List<Relation> described = new ArrayList<>();
    private int last;
    private long changes;
    private Optional<Commit.Origin> origin = Optional.empty();

    /** @param begin where its first record lies, a raw LSN */
    OpenTransaction(int xid, long begin, Spool spool) {
        this.xid = xid;
        this.begin = begin;
        this.spool = spool;
    }

    int xid() {
        return xid;
    }

    long begin() {
        return begin;
    }

    Spool spool() {
        return spool;
    }

    long changes() {
        return changes;
    }

    /** The relations described so far, in order. */
    List<Relation> described() {
        return described;
    }

    Optional<Commit.Origin> origin() {
        return origin;
    }

    /** Keeps a message; one of a subtransaction (an xid that is neither 0 nor the transaction's) so that it can be undone. */
    void add(long lsn, Content content) {
        if (content.xid() != last) {
            last = content.xid();
            mark(last);
        }
        WireReader body = content.body();
        switch (content.type()) {
            case 'O' -> origin = Optional.of(origin(body));
            case 'Y' -> {
                // A type's name says nothing that its oid does not.
            }
            case 'R' -> {
                described.add(Relation.decode(body.ahead("Relation")));
                spool.append(lsn, 'R', body);
            }
            default -> {
                spool.append(lsn, content.type(), body);
                changes++;
            }
        }
    }

    private void mark(int subxid) {
        if (subxid != 0 && subxid != xid && places.putIfAbsent(subxid, marks.size()) == null) {
            marks.add(new Mark(subxid, spool.size(), changes, described.size()));
        }
    }

    private static Commit.Origin origin(WireReader body) {
        long lsn = body.int64();
        String name = body.cString();
        body.expectEnd();
        return new Commit.Origin(name, new Lsn(lsn));
    }

    /**
     * Undoes a subtransaction that is rolled back. Whatever came since it began belongs to it, or to one inside it: only the
     * one that began last can write (as in apply's {@code stream_abort_internal}, worker.c).
     */
    void undo(int subxid) {
        Integer place = places.get(subxid);
        if (place == null) {
            return;
        }
        Mark mark = marks.get(place);
        spool.truncate(mark.size());
        changes = mark.changes();
        described.subList(mark.described(), described.size()).clear();
        last = 0;
        List<Mark> undone = marks.subList(place, marks.size());
        undone.forEach(each -> places.remove(each.subxid()));
        undone.clear();
    }
}
