package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Reads transactions of one item each, numbered from 1, and acknowledges them somewhat later: what is acknowledged never comes
 * again, all else does after a lost connection, in order, and says so.
 */
final class Follower {

    private final ChangeStream stream;
    private final int lag;
    private final Iterator<Transaction> transactions;
    private final Deque<Transaction> open = new ArrayDeque<>();
    private int expected = 1;
    private int furthest;
    private int acknowledged;

    /** @param lag how many are left unacknowledged */
    Follower(ChangeStream stream, int lag) {
        this.stream = stream;
        this.lag = lag;
        this.transactions = stream.iterator();
    }

    /** Reads until it has seen this one. */
    void readTo(int last) {
        while (furthest < last) {
            read();
        }
    }

    private void read() {
        Transaction transaction = transactions.next();
        int id = Shop.ids(transaction).getFirst();
        if (id != expected) {
            assertThat(id).isEqualTo(acknowledged + 1);
            open.clear();
        }
        assertThat(transaction.redelivered()).isEqualTo(id <= furthest);
        expected = id + 1;
        furthest = Math.max(furthest, id);
        open.add(transaction);
        if (open.size() > lag && stream.acknowledge(open.remove())) {
            acknowledged = id - lag;
        }
    }
}
