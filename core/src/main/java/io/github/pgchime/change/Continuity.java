package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.replication.SystemIdentity;
import io.github.pgchime.replication.WalSender;

/**
 * What must hold from one connection to the next, so that a slot of the same name has the same history.
 *
 * @param system the server that was connected to
 * @param publications what it sends
 * @param start where its stream began
 */
record Continuity(SystemIdentity system, Publications publications, Lsn start) {

    /**
     * Returns normally if this server goes on where that one was.
     *
     * @throws SlotLostException if it does not
     */
    void requireSame(String slot, SystemIdentity now, WalSender walSender, Lsn acknowledged) {
        if (!now.systemId().equals(system.systemId())) {
            throw new SlotLostException(
                    slot,
                    acknowledged,
                    "is on another server now: its system identifier is " + now.systemId() + ", and was "
                            + system.systemId());
        }
        if (now.timeline() < system.timeline()) {
            throw new SlotLostException(
                    slot,
                    acknowledged,
                    "is on an earlier timeline now: " + now.timeline() + ", and was on " + system.timeline());
        }
        if (now.timeline() > system.timeline()) {
            Lsn end = walSender
                    .timelineHistory(now.timeline())
                    .end(system.timeline())
                    .orElseThrow(() -> new SlotLostException(
                            slot,
                            acknowledged,
                            "is on timeline " + now.timeline() + " now, which does not descend from "
                                    + system.timeline()));
            if (acknowledged.compareTo(end) > 0) {
                throw new SlotLostException(
                        slot,
                        acknowledged,
                        "is on timeline " + now.timeline() + " now, which left the earlier one at " + end
                                + ": what was acknowledged behind that never happened there");
            }
        }
        if (acknowledged.compareTo(now.position()) > 0) {
            throw new SlotLostException(
                    slot, acknowledged, "is on a server that was put back: its log ends at " + now.position());
        }
    }
}
