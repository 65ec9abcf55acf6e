package io.github.pgchime.testkit.script;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which scripts are played to which clients, and how far that has come. */
final class Casting {

    private final Predicate<Startup> startup;
    private final List<Script> scripts;
    private final AtomicInteger played = new AtomicInteger();

    Casting(Predicate<Startup> startup, Script... scripts) {
        if (scripts.length == 0) {
            throw new IllegalArgumentException("no script given");
        }
        this.startup = startup;
        this.scripts = List.of(scripts);
    }

    boolean fits(Startup packet) {
        return startup.test(packet);
    }

    Script next() {
        return scripts.get(Math.min(played.getAndIncrement(), scripts.size() - 1));
    }

    int unplayed() {
        return Math.max(0, scripts.size() - played.get());
    }
}
