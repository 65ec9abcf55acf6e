package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Up to where everything is acknowledged. Transactions are acknowledged in any order; the position passes one when it and all
 * before it are. Behind the last transaction it follows the server's own position.
 *
 * <p>A position that lies between the two halves of a two-phase commit is never confirmed, not even where the transaction is
 * acknowledged: from there the server would send that it is committed, and not what it did. Such a position waits at the first half.
 *
 * <p>What is in flight takes no memory: a transaction brings its number and its end with it. Only gaps do.
 *
 * <p>Thread-safe. Positions are raw LSNs, compared unsigned.
 */
final class Acknowledgements implements Assembler.Holds {

    /**
     * What a transaction has to bring along.
     *
     * @param session tells apart what was delivered over different sessions
     * @param before where the one before it ends
     */
    record Ticket(long session, long number, long before, long end) {}

    /** Transactions from the key's number to this one are acknowledged ahead of others. */
    private record Stretch(long last, long end) {}

    /** A prepared transaction, and where its commit ends, once that has come. */
    private record Hold(long lsn, OptionalLong end) {
        /** Whether a stream that begins there would get only the second half of it. */
        boolean parts(long position) {
            return Long.compareUnsigned(lsn, position) < 0
                    && (end.isEmpty() || Long.compareUnsigned(position, end.getAsLong()) < 0);
        }

        boolean isBehind(long position) {
            return end.isPresent() && Long.compareUnsigned(end.getAsLong(), position) <= 0;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<Long, Stretch> ahead = new TreeMap<>();
    private final List<Hold> holds = new ArrayList<>();
    private LongConsumer moved = position -> {};
    private long session;
    private long delivered;
    private long acknowledged;

    /** Where the last transaction ends up to which all are acknowledged. */
    private long position;

    /** The furthest that was over earlier sessions. */
    private long resumed;

    /** How far the server has come behind the last transaction that was delivered. */
    private long behindLast;

    private long told;

    /** Where a stream is to begin. */
    Lsn position() {
        lock.lock();
        try {
            return new Lsn(allowed());
        } finally {
            lock.unlock();
        }
    }

    /** Where the last transaction ends up to which all are acknowledged; a stream may have to begin before it. */
    Lsn furthest() {
        lock.lock();
        try {
            return new Lsn(max(resumed, position));
        } finally {
            lock.unlock();
        }
    }

    /**
     * A new session begins at {@link #position}: what was delivered and not acknowledged comes again, so that tickets
     * of before are void. So does what lies behind a prepared transaction, acknowledged or not, and that transaction.
     *
     * @param onMove told how far the server may forget, each time that grows; called with a lock held, so it must not wait
     */
    void begin(long start, LongConsumer onMove) {
        lock.lock();
        try {
            session++;
            delivered = 0;
            acknowledged = 0;
            ahead.clear();
            holds.clear();
            behindLast = start;
            resumed = max(resumed, position);
            // Not where it was: what was prepared since then comes again, too, and is not yet held.
            position = start;
            moved = onMove;
            told = 0;
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the transaction that ends there was acknowledged, with all before it, over an earlier session. */
    boolean isAcknowledged(Lsn end) {
        lock.lock();
        try {
            return Long.compareUnsigned(end.value(), resumed) <= 0;
        } finally {
            lock.unlock();
        }
    }

    /** A transaction is about to be delivered; {@code prepared} is where it was prepared, if it was. */
    Ticket deliver(long end, OptionalLong prepared) {
        lock.lock();
        try {
            delivered++;
            long before = behindLast;
            behindLast = end;
            prepared.ifPresent(lsn -> committed(lsn, end));
            return new Ticket(session, delivered, before, end);
        } finally {
            lock.unlock();
        }
    }

    private void committed(long prepared, long end) {
        holds.replaceAll(hold -> hold.lsn() == prepared ? new Hold(prepared, OptionalLong.of(end)) : hold);
    }

    /** A transaction that ends there is nobody's to acknowledge; {@code prepared} is where it was prepared, if it was. */
    void passed(long end, OptionalLong prepared) {
        lock.lock();
        try {
            prepared.ifPresent(lsn -> committed(lsn, end));
            passed(end);
        } finally {
            lock.unlock();
        }
    }

    /** The server has come this far, and sent nothing behind the last transaction delivered. */
    void passed(long lsn) {
        lock.lock();
        try {
            behindLast = max(behindLast, lsn);
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** Acknowledges one transaction; false if it is of an earlier session, and comes again. */
    boolean acknowledge(Ticket ticket) {
        lock.lock();
        try {
            if (ticket.session() != session) {
                return false;
            }
            if (ticket.number() > acknowledged) {
                add(ticket);
                tell();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Acknowledges all before one transaction, and that one if it is {@code whole}; false as in {@link #acknowledge}. */
    boolean acknowledgeThrough(Ticket ticket, boolean whole) {
        lock.lock();
        try {
            if (ticket.session() != session) {
                return false;
            }
            long number = whole ? ticket.number() : ticket.number() - 1;
            if (number > acknowledged) {
                Map.Entry<Long, Stretch> over = ahead.floorEntry(number + 1);
                ahead.headMap(number + 1, true).clear();
                reach(number, whole ? ticket.end() : ticket.before());
                if (over != null && over.getValue().last() > number) {
                    reach(over.getValue().last(), over.getValue().end());
                }
                tell();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void reach(long number, long end) {
        acknowledged = number;
        position = max(position, end);
    }

    private void add(Ticket ticket) {
        Map.Entry<Long, Stretch> before = ahead.floorEntry(ticket.number());
        if (before != null && before.getValue().last() >= ticket.number()) {
            return;
        }
        long first = ticket.number();
        Stretch stretch = new Stretch(ticket.number(), ticket.end());
        if (before != null && before.getValue().last() == first - 1) {
            first = before.getKey();
        }
        Stretch after = ahead.remove(ticket.number() + 1);
        if (after != null) {
            stretch = after;
        }
        if (first == acknowledged + 1) {
            ahead.remove(first);
            reach(stretch.last(), stretch.end());
        } else {
            ahead.put(first, stretch);
        }
    }

    @Override
    public void hold(long prepared) {
        lock.lock();
        try {
            holds.add(new Hold(prepared, OptionalLong.empty()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release(long prepared) {
        lock.lock();
        try {
            holds.removeIf(hold -> hold.lsn() == prepared);
            tell();
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        long allowed = allowed();
        if (Long.compareUnsigned(allowed, told) > 0) {
            told = allowed;
            holds.removeIf(hold -> hold.isBehind(allowed));
            moved.accept(allowed);
        }
    }

    private long allowed() {
        if (acknowledged == delivered) {
            position = max(position, behindLast);
        }
        long allowed = position;
        for (int i = 0; i < holds.size(); i++) {
            if (holds.get(i).parts(allowed)) {
                allowed = holds.get(i).lsn();
                // That may lie between the halves of another one.
                i = -1;
            }
        }
        return allowed;
    }

    private static long max(long one, long other) {
        return Long.compareUnsigned(one, other) > 0 ? one : other;
    }
}
