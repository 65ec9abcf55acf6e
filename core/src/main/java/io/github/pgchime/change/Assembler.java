package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.Emission;
import io.github.pgchime.decode.pgoutput.PgOutputMessage;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.Begin;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.BeginPrepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.CommitPrepared;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.Prepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.RollbackPrepared;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamAbort;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamCommit;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamPrepare;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamStart;
import io.github.pgchime.decode.pgoutput.PgOutputMessage.StreamStop;
import io.github.pgchime.spool.Spool;
import io.github.pgchime.spool.SpoolBudget;
import io.github.pgchime.wire.PostgresTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes whole transactions of what one stream sends: at once, in pieces while they are in progress, or prepared first. They come
 * out as they are committed, one at a time. Does no I/O but a spool's. Not thread-safe.
 */
final class Assembler implements AutoCloseable {

    /** Hears of prepared transactions: the stream must not have to begin between their two halves. */
    interface Holds {
        /** One was prepared at this raw LSN. */
        void hold(long prepared);

        /** The one that was prepared there is rolled back. */
        void release(long prepared);
    }

    private record Prepared(OpenTransaction transaction, long lsn) {}

    private final String slot;
    private final SpoolBudget budget;
    private final Holds holds;

    /** Nearly every transaction comes at once, and is done with before the next: this one is used again and again. */
    private final Spool usual;

    private final Map<Integer, OpenTransaction> inProgress = new HashMap<>();
    private final Map<String, Prepared> prepared = new HashMap<>();
    private Optional<OpenTransaction> current = Optional.empty();
    private Optional<OpenTransaction> piece = Optional.empty();
    private Optional<Instant> lastTime = Optional.empty();
    private long lastEnd;
    private Optional<Spool> handedOut = Optional.empty();

    Assembler(String slot, SpoolBudget budget, Holds holds) {
        this.slot = slot;
        this.budget = budget;
        this.holds = holds;
        this.usual = new Spool(budget);
    }

    /** Whether a transaction has begun to come of which more must follow. */
    boolean isWithin() {
        return current.isPresent() || piece.isPresent();
    }

    /**
     * Takes the next message, and takes back what was handed out.
     *
     * @param lsn where in the log it comes from
     * @return the transaction that it completes; it may be without any change
     * @throws ProtocolException if it cannot follow what came before
     * @throws SlotLostException if it is the second half of a transaction whose first half the slot does not send again
     */
    Optional<Assembled> accept(PgOutputMessage message, long lsn) {
        takeBack();
        boolean belongsWithin = message instanceof Content
                || message instanceof PgOutputMessage.Commit
                || message instanceof Prepare
                || message instanceof StreamStop;
        if (isWithin() && !belongsWithin) {
            throw outOfPlace(message.getClass().getSimpleName() + " within a transaction");
        }
        return switch (message) {
            case Content content -> content(content, lsn);
            case Begin begin -> begin(begin.xid(), lsn, usual);
            case PgOutputMessage.Commit commit -> commit(commit);
            case StreamStart start -> startPiece(start, lsn);
            case StreamStop stop -> stopPiece();
            case StreamCommit commit -> commit(commit);
            case StreamAbort abort -> abort(abort);
            case BeginPrepare begin -> begin(begin.xid(), lsn, new Spool(budget));
            case Prepare prepare -> prepare(prepare);
            case StreamPrepare prepare -> prepare(prepare);
            case CommitPrepared commit -> commit(commit);
            case RollbackPrepared rollback -> rollback(rollback);
        };
    }

    private Optional<Assembled> content(Content content, long lsn) {
        Optional<OpenTransaction> open = piece.or(() -> current);
        if (open.isPresent()) {
            open.get().add(lsn, content);
            return Optional.empty();
        }
        if (content.type() != 'M') {
            throw outOfPlace("a message of type " + content.type() + " outside of any transaction");
        }
        return Optional.of(lone(content, lsn));
    }

    /**
     * A logical message outside of any transaction: it is there as soon as it is written, whatever becomes of its writer. What it
     * tells is where its record begins, which is where the one before it ends, and from where the server would send it again;
     * anything behind that, and before the next record, will do for its end.
     */
    private Assembled lone(Content content, long lsn) {
        long at = Emission.decode(content.body().ahead("message")).lsn();
        usual.clear();
        OpenTransaction alone = new OpenTransaction(0, lsn, usual);
        alone.add(lsn, content);
        return whole(alone, at, at + 1, 0, Optional.empty(), OptionalLong.empty());
    }

    private Optional<Assembled> begin(int xid, long lsn, Spool spool) {
        usual.clear();
        current = Optional.of(new OpenTransaction(xid, lsn, spool));
        return Optional.empty();
    }

    private Optional<Assembled> commit(PgOutputMessage.Commit commit) {
        OpenTransaction open = end(commit, false);
        return Optional.of(
                whole(open, commit.lsn(), commit.end(), commit.time(), Optional.empty(), OptionalLong.empty()));
    }

    private Optional<Assembled> startPiece(StreamStart start, long lsn) {
        piece = Optional.of(
                inProgress.computeIfAbsent(start.xid(), xid -> new OpenTransaction(xid, lsn, new Spool(budget))));
        return Optional.empty();
    }

    private Optional<Assembled> stopPiece() {
        if (piece.isEmpty()) {
            throw outOfPlace("StreamStop without StreamStart");
        }
        piece = Optional.empty();
        return Optional.empty();
    }

    private Optional<Assembled> commit(StreamCommit commit) {
        OpenTransaction open = takeInProgress(commit.xid());
        return Optional.of(
                whole(open, commit.lsn(), commit.end(), commit.time(), Optional.empty(), OptionalLong.empty()));
    }

    /** One of which nothing came can be rolled back as well. */
    private Optional<Assembled> abort(StreamAbort abort) {
        OpenTransaction open = inProgress.get(abort.xid());
        if (open != null) {
            if (abort.subxid() == abort.xid()) {
                inProgress.remove(abort.xid());
                open.spool().close();
            } else {
                open.undo(abort.subxid());
            }
        }
        return Optional.empty();
    }

    private Optional<Assembled> prepare(Prepare prepare) {
        return hold(prepare.gid(), new Prepared(end(prepare, true), prepare.lsn()));
    }

    private Optional<Assembled> prepare(StreamPrepare prepare) {
        return hold(prepare.gid(), new Prepared(takeInProgress(prepare.xid()), prepare.lsn()));
    }

    private Optional<Assembled> hold(String gid, Prepared transaction) {
        prepared.put(gid, transaction);
        holds.hold(transaction.lsn());
        return Optional.empty();
    }

    private Optional<Assembled> commit(CommitPrepared commit) {
        Prepared transaction = prepared.remove(commit.gid());
        if (transaction == null) {
            throw new SlotLostException(
                    slot,
                    Lsn.ZERO,
                    "sends that the transaction \"" + commit.gid()
                            + "\" is committed, and no longer what it did: it was"
                            + " prepared before the position that somebody had confirmed");
        }
        return Optional.of(whole(
                transaction.transaction(),
                commit.lsn(),
                commit.end(),
                commit.time(),
                Optional.of(commit.gid()),
                OptionalLong.of(transaction.lsn())));
    }

    private Optional<Assembled> rollback(RollbackPrepared rollback) {
        Prepared transaction = prepared.remove(rollback.gid());
        if (transaction != null) {
            transaction.transaction().spool().close();
            holds.release(transaction.lsn());
        }
        return Optional.empty();
    }

    private OpenTransaction end(PgOutputMessage message, boolean prepared) {
        OpenTransaction open = current.filter(begun -> prepared == (begun.spool() != usual))
                .orElseThrow(() -> outOfPlace(
                        message.getClass().getSimpleName() + " without the beginning of such a transaction"));
        current = Optional.empty();
        return open;
    }

    private OpenTransaction takeInProgress(int xid) {
        OpenTransaction open = inProgress.remove(xid);
        if (open == null) {
            throw outOfPlace("the end of transaction " + Integer.toUnsignedString(xid) + ", of which nothing came");
        }
        return open;
    }

    private Assembled whole(
            OpenTransaction open, long lsn, long end, long time, Optional<String> gid, OptionalLong preparedAt) {
        handedOut = Optional.of(open.spool());
        Commit commit = new Commit(
                Integer.toUnsignedLong(open.xid()),
                new Lsn(lsn),
                new Lsn(end),
                PostgresTime.instant(time),
                open.origin(),
                gid);
        boolean lone = open.xid() == 0;
        long previous = lone ? lsn : lastEnd;
        lastEnd = lone ? lsn : end;
        if (!lone) {
            lastTime = Optional.of(commit.time());
        }
        return new Assembled(
                commit,
                open.spool(),
                open.changes(),
                open.described(),
                open.begin(),
                previous,
                lastTime.orElse(commit.time()),
                preparedAt);
    }

    private void takeBack() {
        handedOut.filter(spool -> spool != usual).ifPresent(Spool::close);
        handedOut = Optional.empty();
    }

    private static ProtocolException outOfPlace(String what) {
        return new ProtocolException("pgoutput: " + what);
    }

    /** Lets go of everything. */
    @Override
    public void close() {
        takeBack();
        usual.close();
        current.map(OpenTransaction::spool).ifPresent(Spool::close);
        inProgress.values().forEach(open -> open.spool().close());
        prepared.values().forEach(held -> held.transaction().spool().close());
    }
}
