package io.github.pgchime.journal.wake;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.TimeSource;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;

/**
 * Looks at the sequence of ids, often while it moves and seldom while it rests. An id is handed out before its transaction is
 * committed: until all those have ended that were in progress when it moved, each look is a wake-up.
 */
public final class CheckWakeUp implements WakeUp, Runnable {

    private static final System.Logger LOG = System.getLogger(CheckWakeUp.class.getName());
    private static final String LOOK = SqlFile.read(CheckWakeUp.class, "look.sql");
    private static final Duration BUSY = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private record Look(long lastId, BigInteger xmin, BigInteger xmax) {}

    private final Database database;
    private final Runnable onWake;
    private final TimeSource time;
    private final Alarm wait;
    private final Thread thread;
    private volatile boolean closed;

    private CheckWakeUp(Database database, TimeSource time, Runnable onWake) {
        this.database = database;
        this.onWake = onWake;
        this.time = time;
        this.wait = new Alarm(time);
        this.thread = Thread.ofVirtual().name("pgchime-journal-check").unstarted(this);
    }

    public static CheckWakeUp open(Database database, TimeSource time, Runnable onWake) {
        CheckWakeUp wakeUp = new CheckWakeUp(database, time, onWake);
        wakeUp.thread.start();
        return wakeUp;
    }

    @Override
    public String name() {
        return "check";
    }

    @Override
    public void run() {
        long seen = -1;
        BigInteger unresolved = BigInteger.ZERO;
        boolean wasOpen = false;
        Duration pause = BUSY;
        try {
            while (!closed) {
                try {
                    Look look = database.transaction("looking for entries", connection -> {
                        try (Statement statement = connection.createStatement();
                                ResultSet row = statement.executeQuery(LOOK)) {
                            row.next();
                            return new Look(
                                    row.getLong(1),
                                    row.getBigDecimal(2).toBigInteger(),
                                    row.getBigDecimal(3).toBigInteger());
                        }
                    });
                    boolean moved = look.lastId() != seen;
                    if (moved) {
                        seen = look.lastId();
                        unresolved = look.xmax();
                    }
                    boolean isOpen = look.xmin().compareTo(unresolved) < 0;
                    if (moved || isOpen || wasOpen) {
                        onWake.run();
                    }
                    wasOpen = isOpen;
                    pause = moved ? BUSY : longer(pause);
                } catch (PgChimeException e) {
                    LOG.log(System.Logger.Level.DEBUG, "no look for entries", e);
                    pause = IDLE;
                }
                wait.await(time.after(pause));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.plus(pause.dividedBy(4));
        return twice.compareTo(IDLE) < 0 ? twice : IDLE;
    }

    @Override
    public void close() {
        closed = true;
        wait.ring();
    }
}
