package io.github.pgchime.notify;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/** A session as none may be: of the notifications on one channel it does something to every thousandth. */
final class TamperedSession implements NotifySession {

    /** What it does. */
    enum Tampering {
        DROP,
        EXCHANGE_WITH_NEXT
    }

    private static final int EVERY = 1_000;

    private final NotifySession genuine;
    private final String channel;
    private final Tampering tampering;
    private final Queue<Received> heldBack = new ArrayDeque<>();
    private int count;

    private TamperedSession(NotifySession genuine, String channel, Tampering tampering) {
        this.genuine = genuine;
        this.channel = channel;
        this.tampering = tampering;
    }

    static NotifySessions of(NotifySessions genuine, String channel, Tampering tampering) {
        return () -> new TamperedSession(genuine.open(), channel, tampering);
    }

    @Override
    public Received next() {
        if (!heldBack.isEmpty()) {
            return heldBack.remove();
        }
        Received next = genuine.next();
        if (!next.channel().equals(channel) || ++count % EVERY != 0) {
            return next;
        }
        return switch (tampering) {
            case DROP -> genuine.next();
            case EXCHANGE_WITH_NEXT -> {
                heldBack.add(next);
                yield genuine.next();
            }
        };
    }

    @Override
    public int backendPid() {
        return genuine.backendPid();
    }

    @Override
    public void listen(Collection<String> channels) {
        genuine.listen(channels);
    }

    @Override
    public void unlisten(Collection<String> channels) {
        genuine.unlisten(channels);
    }

    @Override
    public void notify(String to, String payload) {
        genuine.notify(to, payload);
    }

    @Override
    public void abort() {
        genuine.abort();
    }
}
