package io.github.pgchime.doctor;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.nudge.NudgeOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out whether a nudge feed can run on a server, and what to do if not, without leaving anything there: over one
 * ordinary and one replication session, which ends as a feed's does.
 */
public final class Doctor {

    /** How often the limit of one wait fits into an examination, which has several. */
    private static final int WAITS = 4;

    private Doctor() {}

    /**
     * Examines the server that these options name, as the feed with these options would use it.
     *
     * <p>What is wrong there, up to its absence, is in the report and never thrown. It takes no longer than about four
     * times {@link ConnectionOptions#connectTimeout()}, and usually some tens of milliseconds.
     *
     * @throws ConnectionLostException if the thread is interrupted meanwhile
     */
    public static Report examine(NudgeOptions options) {
        Sessions sessions = new Sessions(options.connection(), TimeSource.system());
        FutureTask<Report> examination = new FutureTask<>(new Examination(options, sessions)::report);
        Thread worker = Thread.ofVirtual().name("pgchime-doctor").start(examination);
        try (sessions) {
            return awaited(
                    examination,
                    () -> {
                        sessions.cutShort("the examination took longer than " + WAITS + " times connect_timeout");
                        worker.interrupt();
                    },
                    options.connection().connectTimeout().multipliedBy(WAITS));
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while examining the server", e);
        }
    }

    private static Report awaited(FutureTask<Report> examination, Runnable cutShort, Duration limit)
            throws InterruptedException {
        try {
            try {
                return examination.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // With its sessions gone it ends by itself, with what it has found so far.
                cutShort.run();
                return examination.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the examination failed unexpectedly", e.getCause());
        }
    }
}
