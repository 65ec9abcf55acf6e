package io.github.pgchime.decode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables by the bytes with which a textual plugin names them. Millions of rows name the same few tables: a look-up
 * compares raw bytes and allocates nothing.
 *
 * <p>Bounded: when full, it is emptied and fills again with what is in use now.
 */
final class TableCache {

    static final int CAPACITY = 1_024;

    private final Map<Stretch, TableChanges> tables = new HashMap<>();
    private final Stretch probe = new Stretch();

    @Nullable TableChanges get(byte[] bytes, int from, int to) {
        probe.set(bytes, from, to);
        return tables.get(probe);
    }

    void put(byte[] bytes, int from, int to, TableChanges table) {
        if (tables.size() == CAPACITY) {
            tables.clear();
        }
        Stretch own = new Stretch();
        own.set(Arrays.copyOfRange(bytes, from, to), 0, to - from);
        tables.put(own, table);
    }

    /** Part of an array as a map's key. Only the probe ever changes, and it is never in the map. */
    private static final class Stretch {
        private byte[] bytes = {};
        private int from;
        private int to;
        private int hash;

        void set(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
            int sum = 1;
            for (int i = from; i < to; i++) {
                sum = 31 * sum + bytes[i];
            }
            hash = sum;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Stretch that && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
        }
    }
}
