package io.github.pgchime.nudge;

import io.github.pgchime.Lsn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The transactions that were under way when the stream began. Each is either told by the stream, or rolled back, or,
 * rarely, was committed in the log before the stream's first position and still invisible at the Resync that followed:
 * the last kind is what this looks for.
 *
 * <p>While slots are made, transactions begin and commit. Those committed before the slot's consistent point are not
 * streamed, and one that waits for a synchronous standby becomes visible much later. Not thread-safe.
 */
final class Suspects {

    private final Set<Integer> unfinished = new HashSet<>();
    private final Map<Long, Lsn> finished = new HashMap<>();

    /** Begins anew with these 32-bit transaction ids: what became visible before is covered by the new Resync. */
    void begin(Set<Integer> xids) {
        unfinished.clear();
        finished.clear();
        unfinished.addAll(xids);
    }

    /** The stream told this one: no suspect any more. */
    void told(int xid) {
        unfinished.remove(xid);
        finished.keySet().removeIf(known -> known.intValue() == xid);
    }

    /** Whether it depends on how far the stream comes if there is one to hand out. */
    boolean awaitStream() {
        return !finished.isEmpty();
    }

    boolean isEmpty() {
        return unfinished.isEmpty() && finished.isEmpty();
    }

    /**
     * Takes note of those that are over by now, and hands out, once, those which the stream would have told by now.
     *
     * @param answer what the server says
     * @param streamed how far the stream has come
     */
    List<Long> untold(Visibility.Answer answer, Lsn streamed) {
        answer.snapshot()
                .ifPresent(snapshot -> unfinished.removeIf(xid -> {
                    boolean over = snapshot.isVisible(xid);
                    if (over) {
                        finished.put(snapshot.widen(xid), answer.written());
                    }
                    return over;
                }));
        List<Long> untold = finished.entrySet().stream()
                .filter(over -> over.getValue().compareTo(streamed) <= 0)
                .map(Map.Entry::getKey)
                .toList();
        untold.forEach(finished::remove);
        return untold;
    }
}
