package io.github.pgchime.notify;

import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * All that is subscribed. What the server should listen on follows from it; a {@link Listening} makes it so. Finding
 * out who wants a notification takes no lock.
 */
final class Subscriptions {

    /** What has changed since somebody asked: channels to look at again, and subscriptions nobody has opened yet. */
    record Changes(Set<String> channels, List<Subscription> added) {}

    private final Alarm changed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<Subscription>> byChannel = new ConcurrentHashMap<>();
    private final Set<Subscription> all = new LinkedHashSet<>();

    /** Closed, but at their last event perhaps. */
    private final List<Subscription> leaving = new ArrayList<>();

    private Set<String> touched = new HashSet<>();
    private List<Subscription> added = new ArrayList<>();
    private Optional<RuntimeException> over = Optional.empty();

    Subscriptions(TimeSource time) {
        this.changed = new Alarm(time);
    }

    /** Rings when there are changes; others may ring it too. */
    Alarm changed() {
        return changed;
    }

    /** @throws RuntimeException why nothing can be subscribed any more */
    void add(Subscription subscription) {
        lock.lock();
        try {
            over.ifPresent(reason -> {
                throw reason;
            });
            all.add(subscription);
            added.add(subscription);
            for (String channel : subscription.channels()) {
                byChannel.merge(channel, List.of(subscription), Subscriptions::concat);
            }
            touched.addAll(subscription.channels());
        } finally {
            lock.unlock();
        }
        changed.ring();
    }

    /** False if it was not there. */
    boolean remove(Subscription subscription) {
        lock.lock();
        try {
            if (!all.remove(subscription)) {
                return false;
            }
            added.remove(subscription);
            leaving.removeIf(each -> !each.isBusy());
            leaving.add(subscription);
            for (String channel : subscription.channels()) {
                byChannel.computeIfPresent(channel, (name, those) -> without(those, subscription));
            }
            touched.addAll(subscription.channels());
        } finally {
            lock.unlock();
        }
        changed.ring();
        return true;
    }

    /** What has changed since the last call; the next one begins from here. */
    Changes takeChanges() {
        lock.lock();
        try {
            Changes changes = new Changes(touched, added);
            touched = new HashSet<>();
            added = new ArrayList<>();
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** Everything, as for a session that knows of nothing yet. */
    Changes takeAll() {
        lock.lock();
        try {
            touched = new HashSet<>();
            added = new ArrayList<>();
            return new Changes(Set.copyOf(byChannel.keySet()), List.copyOf(all));
        } finally {
            lock.unlock();
        }
    }

    boolean wants(String channel) {
        return byChannel.containsKey(channel);
    }

    /** Those that want this channel. */
    List<Subscription> on(String channel) {
        return byChannel.getOrDefault(channel, List.of());
    }

    List<Subscription> all() {
        lock.lock();
        try {
            return List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }

    /** Those that are subscribed, and those that were and may still be at an event. */
    List<Subscription> present() {
        lock.lock();
        try {
            return Stream.concat(all.stream(), leaving.stream()).toList();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is subscribed, for this reason; returns who is {@link #present}. */
    List<Subscription> finish(RuntimeException reason) {
        lock.lock();
        try {
            if (over.isEmpty()) {
                over = Optional.of(reason);
            }
            return present();
        } finally {
            lock.unlock();
        }
    }

    private static List<Subscription> concat(List<Subscription> some, List<Subscription> more) {
        List<Subscription> both = new ArrayList<>(some);
        both.addAll(more);
        return List.copyOf(both);
    }

    /** Null, as {@link Map#computeIfPresent} wants it, if none is left. */
    @SuppressWarnings("NullAway")
    private static List<Subscription> without(List<Subscription> those, Subscription gone) {
        List<Subscription> left = new ArrayList<>(those);
        left.remove(gone);
        return left.isEmpty() ? null : List.copyOf(left);
    }
}
