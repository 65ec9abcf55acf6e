package io.github.pgchime.delivery;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Iterates over the items as they come; {@code hasNext} waits for one. It ends with the mailbox, or when the thread is
 * interrupted (the interrupt stays set); an error that ended the mailbox is thrown once. For one thread.
 */
public final class BlockingIterator<T> implements Iterator<T> {

    private final Mailbox<T> mailbox;
    private Optional<T> next = Optional.empty();

    public BlockingIterator(Mailbox<T> mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            try {
                next = mailbox.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return next.isPresent();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the feed has ended");
        }
        T item = next.orElseThrow();
        next = Optional.empty();
        return item;
    }
}
