package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.Lifeline;
import io.github.pgchime.lifecycle.Supervisor;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.lifecycle.Watchdog;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One session's life: it opens, proves that notifications arrive, listens on what is subscribed, and keeps that up to
 * date until the session is lost. One thread says what to listen on; another hears, and never waits for anybody.
 */
final class Listening implements Supervisor.Session {

    /** {@code read_only_sql_transaction}: of LISTEN it means that the server is in recovery, and nothing else. */
    private static final String READ_ONLY = "25006";

    private static final String STANDBY =
            "the server is a standby (in recovery), and LISTEN works on the primary only; connect to the primary";

    private final NotifySessions sessions;
    private final NotifierOptions options;
    private final Subscriptions subscriptions;
    private final NotifierStatus status;
    private final TimeSource time;
    private final RandomGenerator random;

    private final Set<String> listened = new HashSet<>();
    private final Lifeline lifeline = new Lifeline();
    private volatile long lastHeard;

    Listening(
            NotifySessions sessions,
            NotifierOptions options,
            Subscriptions subscriptions,
            NotifierStatus status,
            TimeSource time,
            RandomGenerator random) {
        this.sessions = sessions;
        this.options = options;
        this.subscriptions = subscriptions;
        this.status = status;
        this.time = time;
        this.random = random;
    }

    @Override
    public void run(Runnable live) throws InterruptedException {
        try {
            NotifySession opened = sessions.open();
            lifeline.atEnd(opened::abort);
            lifeline.atEnd(subscriptions.changed()::ring);
            Proof proof = new Proof(opened, options.answerTimeout(), time, random);
            heardSomething();
            Thread guard = watch(options.answerTimeout(), "while it was made to listen");
            lifeline.start(Thread.ofPlatform().daemon().name("pgchime-notify-reader"), () -> hear(opened, proof));
            prove(proof);
            Subscriptions.Changes all = subscriptions.takeAll();
            listen(opened, all.channels());
            guard.interrupt();
            heardSomething();
            options.liveness().ifPresent(limit -> watch(limit, "within liveness"));
            status.listening(opened.backendPid(), listened.size());
            live.run();
            open(opened, all.added());
            keep(opened, proof);
        } catch (PgChimeException e) {
            throw lifeline.cause().orElse(e);
        } finally {
            abort();
        }
    }

    /** A standby is a mistake at the start; later, a failover may be under way, and an attempt will find the primary. */
    private void prove(Proof proof) throws InterruptedException {
        try {
            proof.prove(sessions);
        } catch (ServerException e) {
            boolean isStandby = e.sqlState().equals(READ_ONLY);
            throw isStandby && !status.wasEverConnected() ? new ConfigException(STANDBY, e) : e;
        }
    }

    /** Follows what is subscribed, and has the session show that it lives; returns never. */
    private void keep(NotifySession opened, Proof proof) throws InterruptedException {
        long ping = time.after(options.pingInterval());
        while (true) {
            subscriptions.changed().await(ping);
            if (lifeline.isOver()) {
                throw new ConnectionLostException("the session was ended on this side");
            }
            Subscriptions.Changes changes = subscriptions.takeChanges();
            listen(opened, changes.channels());
            open(opened, changes.added());
            if (ping - time.nanos() <= 0) {
                options.liveness().ifPresent(limit -> proof.ping());
                ping = time.after(options.pingInterval());
            }
        }
    }

    /** Of these channels, listens on those that are subscribed and no more on the others. */
    private void listen(NotifySession opened, Set<String> channels) {
        List<String> surplus = channels.stream()
                .filter(channel -> listened.contains(channel) && !subscriptions.wants(channel))
                .toList();
        List<String> missing = channels.stream()
                .filter(channel -> !listened.contains(channel) && subscriptions.wants(channel))
                .toList();
        if (!surplus.isEmpty()) {
            opened.unlisten(surplus);
            surplus.forEach(listened::remove);
        }
        if (!missing.isEmpty()) {
            begin(opened, missing);
        }
    }

    private void open(NotifySession opened, Collection<Subscription> added) {
        added.stream()
                .filter(subscription -> listened.containsAll(subscription.channels()))
                .forEach(subscription -> subscription.open(opened));
    }

    /** If the server refuses several, each by itself shows which it means. */
    private void begin(NotifySession opened, List<String> channels) {
        try {
            opened.listen(channels);
            listened.addAll(channels);
        } catch (ServerException e) {
            if (e.error().isFatal()) {
                throw e;
            }
            if (channels.size() > 1) {
                channels.forEach(channel -> begin(opened, List.of(channel)));
            } else {
                refuse(channels.getFirst(), e);
            }
        }
    }

    /** Whoever waits for the channel gets the error; whoever had it already has lost it with the old session. */
    private void refuse(String channel, ServerException reason) {
        for (Subscription subscription : subscriptions.on(channel)) {
            if (subscription.wasEverOpen()) {
                throw reason;
            }
            subscription.refuse(reason);
        }
    }

    private void hear(NotifySession opened, Proof proof) {
        try {
            while (true) {
                NotifySession.Received received = opened.next();
                heardSomething();
                if (!proof.takes(received)) {
                    status.tally().received.increment();
                    deliver(opened, received);
                }
            }
        } catch (RuntimeException e) {
            lifeline.end(e);
        } catch (Error e) {
            lifeline.end(new IllegalStateException("reading notifications failed", e));
        } finally {
            proof.over();
        }
    }

    private void deliver(NotifySession opened, NotifySession.Received received) {
        Notification notification =
                new Notification(received.channel(), received.payload(), received.senderPid(), time.instant());
        for (Subscription subscription : subscriptions.on(received.channel())) {
            subscription.inbox().put(opened, notification);
        }
    }

    private void heardSomething() {
        lastHeard = time.nanos();
    }

    private Duration silence() {
        return Duration.ofNanos(Math.max(0, time.nanos() - lastHeard));
    }

    private Thread watch(Duration limit, String when) {
        Watchdog watchdog = new Watchdog(
                limit,
                time,
                this::silence,
                silent -> lifeline.end(new ConnectionLostException(
                        "no notification has come for " + silent.toMillis() + " ms " + when)));
        return lifeline.start(Thread.ofVirtual().name("pgchime-watchdog"), watchdog);
    }

    @Override
    public void abort() {
        lifeline.end();
    }
}
