package io.github.pgchime.bench.journal;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.journal.EntryHandler;
import io.github.pgchime.journal.InstallOptions;
import io.github.pgchime.journal.Journal;
import io.github.pgchime.journal.JournalBuilder;
import io.github.pgchime.journal.JournalConsumer;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A journal newly installed, and one consumer of it, woken in a certain way; closing it takes both away. */
final class WakingJournal implements AutoCloseable {

    /** The ways, as {@link JournalConsumer#wakeUp} has them. */
    enum WakeUp {
        NUDGE,
        CHECK,
        NOTIFY
    }

    private final HikariDataSource source;
    private final Journal journal;
    private final JournalConsumer consumer;

    WakingJournal(String url, WakeUp wakeUp, EntryHandler handler) {
        source = Pool.of(url);
        JournalBuilder builder = Journal.builder(source);
        journal = wakeUp == WakeUp.CHECK
                ? builder.build()
                : builder.connection(url).build();
        journal.install(InstallOptions.defaults().withWakeByNotify(wakeUp == WakeUp.NOTIFY));
        consumer = journal.consumer("bench").channels("orders").handler(handler).start();
        String wanted = wakeUp.name().toLowerCase(Locale.ROOT);
        if (!consumer.wakeUp().equals(wanted)) {
            throw new IllegalStateException("woken by " + consumer.wakeUp() + ", not by " + wanted);
        }
        while (!consumer.isLeading()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The consumer has gone, what is written stays unread. */
    void stopReading() {
        consumer.close();
    }

    @Override
    public void close() {
        consumer.close();
        journal.uninstall();
        source.close();
    }
}
