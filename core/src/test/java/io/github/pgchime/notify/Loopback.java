package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A server in memory, whose sessions hear each other, and which can be told to fail in the ways a real one does. Its
 * commands are {@code OPEN}, {@code LISTEN a, b}, {@code UNLISTEN a} and {@code NOTIFY a b}, a session's private channel
 * being {@code *}.
 */
final class Loopback implements NotifySessions {

    /** To whom a notification goes. */
    enum Delivery {
        LISTENERS,
        NOBODY,
        /** As behind a pooler that has lent the listener's server to the sender. */
        SENDER
    }

    static final int OUTSIDER = 7;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Session> sessions = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final Queue<Throwable> refusedOpenings = new ArrayDeque<>();
    private final Map<String, Throwable> refused = new HashMap<>();
    private Delivery delivery = Delivery.LISTENERS;
    private Optional<String> held = Optional.empty();
    private int holding;
    private int pidsAreOffBy;
    private Runnable duringCommand = () -> {};

    static ServerException error(String severity, String state, String message) {
        return new ServerException(new ServerError(Map.of('V', severity, 'C', state, 'M', message)));
    }

    /** The next openings fail, each with one of these. */
    Loopback refuseOpening(Throwable... reasons) {
        return change(() -> refusedOpenings.addAll(List.of(reasons)));
    }

    /** Whatever LISTEN or NOTIFY names this channel fails, as a whole. */
    Loopback refuse(String channel, Throwable reason) {
        return change(() -> refused.put(channel, reason));
    }

    Loopback accept(String channel) {
        return change(() -> refused.remove(channel));
    }

    /** Sessions are greeted with another number than that of their process. */
    Loopback greetWrongly() {
        return change(() -> pidsAreOffBy = 1_000);
    }

    Loopback deliverTo(Delivery whom) {
        return change(() -> delivery = whom);
    }

    /** Commands that start so take effect, but nobody hears of it before {@link #release}. */
    Loopback hold(String prefix) {
        return change(() -> held = Optional.of(prefix));
    }

    Loopback release() {
        return change(() -> held = Optional.empty());
    }

    /** Runs whenever a command is, on its thread. */
    Loopback duringCommand(Runnable action) {
        return change(() -> duringCommand = action);
    }

    void awaitHolding(int count) {
        eventually().until(() -> holding() == count);
    }

    /** Somebody else notifies. */
    void tell(String channel, String... payloads) {
        change(() -> {
            for (String payload : payloads) {
                hear(new NotifySession.Received(channel, payload, OUTSIDER));
            }
        });
    }

    /** All connections break. */
    void cut() {
        end(new ConnectionLostException("cut"));
    }

    void end(Throwable reason) {
        change(() -> sessions.forEach(session -> session.end(reason)));
    }

    /** The commands so far, of all sessions. */
    List<String> commands() {
        lock.lock();
        try {
            return List.copyOf(commands);
        } finally {
            lock.unlock();
        }
    }

    /** The commands so far that start so. */
    List<String> commands(String prefix) {
        return commands().stream().filter(command -> command.startsWith(prefix)).toList();
    }

    void awaitCommands(String prefix, int count) {
        eventually().until(() -> commands(prefix).size() >= count);
    }

    /** How many sessions are open. */
    long sessions() {
        lock.lock();
        try {
            return sessions.stream().filter(session -> session.over.isEmpty()).count();
        } finally {
            lock.unlock();
        }
    }

    private int holding() {
        lock.lock();
        try {
            return holding;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public NotifySession open() {
        lock.lock();
        try {
            Session session = new Session(100 + sessions.size(), pidsAreOffBy);
            sessions.add(session);
            session.run("OPEN", () -> raise(Optional.ofNullable(refusedOpenings.poll())));
            return session;
        } catch (RuntimeException | Error e) {
            sessions.getLast().end(new ConnectionLostException("never opened"));
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Loopback change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
            return this;
        } finally {
            lock.unlock();
        }
    }

    private void hear(NotifySession.Received received) {
        sessions.stream()
                .filter(session -> session.channels.contains(received.channel()))
                .forEach(session -> session.arrived.add(received));
    }

    private static void raise(Optional<Throwable> thrown) {
        switch (thrown.orElse(null)) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError("not unchecked", e);
        }
    }

    private final class Session implements NotifySession {
        private final int pid;
        private final int greeting;
        private final Set<String> channels = new HashSet<>();
        private final Queue<Received> arrived = new ArrayDeque<>();
        private Optional<Throwable> over = Optional.empty();

        Session(int pid, int off) {
            this.pid = pid;
            this.greeting = pid + off;
        }

        @Override
        public int backendPid() {
            return greeting;
        }

        @Override
        public void listen(Collection<String> names) {
            run("LISTEN " + text(names), () -> {
                names.forEach(name -> raise(Optional.ofNullable(refused.get(name))));
                channels.addAll(names);
            });
        }

        @Override
        public void unlisten(Collection<String> names) {
            run("UNLISTEN " + text(names), () -> channels.removeAll(names));
        }

        @Override
        public void notify(String channel, String payload) {
            run("NOTIFY " + text(List.of(channel)) + " " + payload, () -> {
                raise(Optional.ofNullable(refused.get(channel)));
                Received received = new Received(channel, payload, pid);
                switch (delivery) {
                    case LISTENERS -> hear(received);
                    case NOBODY -> {}
                    case SENDER -> arrived.add(received);
                }
            });
        }

        private static String text(Collection<String> names) {
            return String.join(
                    ", ",
                    names.stream()
                            .map(name -> name.startsWith("pgchime_ping_") ? "*" : name)
                            .sorted()
                            .toList());
        }

        private void run(String command, Runnable effect) {
            lock.lock();
            try {
                requireOpen();
                commands.add(command);
                duringCommand.run();
                effect.run();
                changed.signalAll();
                awaitRelease(command);
                requireOpen();
            } finally {
                lock.unlock();
            }
        }

        private void awaitRelease(String command) {
            holding++;
            try {
                while (held.filter(command::startsWith).isPresent() && over.isEmpty()) {
                    changed.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectionLostException("interrupted in " + command, e);
            } finally {
                holding--;
            }
        }

        @Override
        public Received next() {
            lock.lock();
            try {
                while (arrived.isEmpty()) {
                    requireOpen();
                    changed.awaitUninterruptibly();
                }
                return arrived.remove();
            } finally {
                lock.unlock();
            }
        }

        private void requireOpen() {
            raise(over);
        }

        private void end(Throwable reason) {
            over = over.or(() -> Optional.of(reason));
            channels.clear();
        }

        @Override
        public void abort() {
            change(() -> {
                end(new ConnectionLostException("aborted"));
                arrived.clear();
            });
        }
    }
}
