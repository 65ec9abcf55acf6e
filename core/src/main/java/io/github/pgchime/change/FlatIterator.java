package io.github.pgchime.change;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The changes of one transaction after the other. */
final class FlatIterator implements Iterator<Change> {

    private final Iterator<Transaction> transactions;
    private Optional<Iterator<Change>> changes = Optional.empty();

    FlatIterator(Iterator<Transaction> transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean hasNext() {
        while (changes.isEmpty() || !changes.get().hasNext()) {
            if (!transactions.hasNext()) {
                return false;
            }
            changes = Optional.of(transactions.next().iterator());
        }
        return true;
    }

    @Override
    public Change next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        return changes.orElseThrow().next();
    }
}
