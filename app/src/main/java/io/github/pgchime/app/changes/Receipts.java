package io.github.pgchime.app.changes;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Acknowledges each thing once all of its bytes are handed on, and one without a byte at once. */
final class Receipts<T> {

    private record Open<T>(T thing, long end) {}

    private final Consumer<T> acknowledge;
    private final Queue<Open<T>> open = new ArrayDeque<>();
    private long last;

    Receipts(Consumer<T> acknowledge) {
        this.acknowledge = acknowledge;
    }

    /** The next thing has been added to the output, which with it has so many bytes. */
    void added(T thing, long end) {
        if (end == last) {
            // Things without a byte would gather for as long as nothing is handed on.
            acknowledge.accept(thing);
        } else {
            open.add(new Open<>(thing, end));
            last = end;
        }
    }

    /** So many bytes have been handed on. */
    void handedOn(long bytes) {
        for (Open<T> next = open.peek(); next != null && next.end() <= bytes; next = open.peek()) {
            open.remove();
            acknowledge.accept(next.thing());
        }
    }
}
