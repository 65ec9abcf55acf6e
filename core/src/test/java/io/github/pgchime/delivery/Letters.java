package io.github.pgchime.delivery;

import io.github.pgchime.lifecycle.TimeSource;
import java.util.ArrayDeque;
import java.util.Queue;

/** A mailbox that keeps everything, in order. */
final class Letters extends Mailbox<String> {

    private final Queue<String> waiting = new ArrayDeque<>();

    Letters(TimeSource time) {
        super(time);
    }

    void put(String letter) {
        lock();
        try {
            if (isOpen()) {
                waiting.add(letter);
            }
        } finally {
            unlock();
        }
    }

    @Override
    protected boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    protected String remove() {
        return waiting.remove();
    }

    @Override
    protected void clear() {
        waiting.clear();
    }
}
