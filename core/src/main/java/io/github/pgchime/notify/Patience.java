package io.github.pgchime.notify;

import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.DurationRange;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Watches all lanes whose handlers must not take too long, on one thread. A handler costs nothing for it but to note
 * when it began: one that begins after a look cannot be overdue before the shortest limit has passed again.
 */
final class Patience implements AutoCloseable {

    private static final Duration LONG = Duration.ofDays(1);

    private final NotifierStatus status;
    private final TimeSource time;
    private final Alarm alarm;
    private final Set<Watched> lanes = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("pgchime-patience").unstarted(this::look);

    private record Watched(Lane lane, Duration limit) {}

    Patience(NotifierStatus status, TimeSource time) {
        this.status = status;
        this.time = time;
        this.alarm = new Alarm(time);
    }

    void start() {
        thread.start();
    }

    /** Runs the lane on the calling thread, watched. */
    void run(Lane lane, Duration limit) {
        Watched watched = new Watched(lane, limit);
        lanes.add(watched);
        alarm.ring();
        try {
            lane.run();
        } finally {
            lanes.remove(watched);
        }
    }

    private void look() {
        try {
            while (true) {
                long next = time.after(LONG);
                for (Watched watched : lanes) {
                    look(watched);
                    long due = watched.lane().notOverdueBefore(watched.limit());
                    next = due - next < 0 ? due : next;
                }
                alarm.await(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Watched watched) {
        watched.lane()
                .interruptIfOverdue(watched.limit())
                .ifPresent(event -> status.failed(
                        event,
                        new TimeoutException("a handler took longer than handlerTimeout ("
                                + DurationRange.text(watched.limit()) + ") and is interrupted")));
    }

    /** Ends the watch. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
