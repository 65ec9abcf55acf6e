package io.github.pgchime.nudge;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.lifecycle.Feedback;
import io.github.pgchime.lifecycle.Lifeline;
import io.github.pgchime.lifecycle.Supervisor;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.lifecycle.Watchdog;
import io.github.pgchime.replication.ReplicationMessage;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.WireReader;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One connection's life: it opens a stream, and reads it until it is lost. */
final class NudgeSession implements Supervisor.Session, Opening.Holder {

    /** What a session reports to its feed. */
    interface Owner {
        /** It streams. Returns what to say to the application. */
        Resync.Reason streaming(NudgeLink link);

        /** It is over. */
        void over(NudgeLink link);
    }

    /** How often the limit of one wait may pass in silence while a slot is made, which may wait for several locks. */
    private static final int WAITS_OF_OPENING = 4;

    private final NudgeOptions options;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Announcer announcer;
    private final Owner owner;

    private final Lifeline lifeline = new Lifeline();
    private volatile Optional<WalSender> walSender = Optional.empty();
    private volatile Optional<SideSession> side = Optional.empty();

    NudgeSession(NudgeOptions options, TimeSource time, RandomGenerator random, Announcer announcer, Owner owner) {
        this.options = options;
        this.time = time;
        this.random = random;
        this.announcer = announcer;
        this.owner = owner;
    }

    @Override
    public void run(Runnable live) throws InterruptedException {
        try {
            Duration patience = options.connection().connectTimeout().multipliedBy(WAITS_OF_OPENING);
            Thread openingGuard = watch(patience, "while the stream was being opened");
            Opening.Stream stream = new Opening(options, time, random, this).open();
            openingGuard.interrupt();
            Feedback feedback = new Feedback(stream.walSender(), options.statusInterval(), time);
            feedback.reached(stream.start().value());
            lifeline.start(Thread.ofVirtual().name("pgchime-feedback"), () -> report(feedback));
            options.liveness().ifPresent(limit -> watch(limit, "within liveness"));
            NudgeLink opened = new NudgeLink(stream, feedback, time, lifeline::end);
            // The reader may be waiting there for room, which a lost connection must not wait for.
            lifeline.atEnd(() -> announcer.disconnected(opened));
            serve(opened, live);
        } catch (PgChimeException e) {
            throw lifeline.cause().orElse(e);
        } finally {
            abort();
        }
    }

    /** A connection over which nothing can be reported is of no use, whatever the reader is waiting for. */
    private void report(Feedback feedback) {
        try {
            feedback.run();
        } finally {
            abort();
        }
    }

    private void serve(NudgeLink opened, Runnable live) throws InterruptedException {
        Resync.Reason reason = owner.streaming(opened);
        try {
            live.run();
            announcer.connected(opened, reason, opened.stream().unfinished());
            read(opened);
        } finally {
            announcer.disconnected(opened);
            owner.over(opened);
        }
    }

    private void read(NudgeLink opened) throws InterruptedException {
        Opening.Stream stream = opened.stream();
        Feedback feedback = opened.feedback();
        Transactions transactions = new Transactions(stream.watchList()::matters, options.maxTables(), time);
        while (true) {
            switch (stream.walSender().next()) {
                case ReplicationMessage.XLogData(long position, long walEnd, WireReader payload) -> {
                    Optional<CommittedTransaction> committed =
                            transactions.accept(stream.decoder().decode(payload));
                    if (committed.isPresent()) {
                        announcer.committed(opened, committed.get());
                    }
                    feedback.reached(position);
                }
                case ReplicationMessage.Keepalive(long walEnd, boolean replyRequested) -> {
                    feedback.reached(walEnd);
                    if (replyRequested) {
                        feedback.reportNow();
                    }
                }
            }
        }
    }

    private Thread watch(Duration limit, String when) {
        Watchdog watchdog = new Watchdog(
                limit,
                time,
                this::silence,
                silent -> lifeline.end(new ConnectionLostException(
                        "the server said nothing for " + silent.toMillis() + " ms " + when)));
        return lifeline.start(Thread.ofVirtual().name("pgchime-watchdog"), watchdog);
    }

    private Duration silence() {
        Duration ofWalSender = walSender.map(WalSender::silence).orElse(Duration.ZERO);
        Duration ofSide = side.map(SideSession::silence).orElse(Duration.ZERO);
        return ofWalSender.compareTo(ofSide) > 0 ? ofWalSender : ofSide;
    }

    @Override
    public void hold(WalSender opened) {
        walSender = Optional.of(opened);
        lifeline.atEnd(opened::abort);
    }

    @Override
    public void hold(SideSession opened) {
        side = Optional.of(opened);
        lifeline.atEnd(opened::close);
    }

    @Override
    public void abort() {
        lifeline.end();
    }
}
