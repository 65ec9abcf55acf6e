package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of the relations that a stream has described, by their ids: sorted ids beside it, so that a look-up
 * boxes nothing.
 *
 * <p>Nothing is ever forgotten, since the server describes a relation once; it grows with the number of tables. Not
 * thread-safe.
 *
 * @param <T> what is known of one
 */
public final class Relations<T> {

    private int[] ids;
    private final List<T> known;

    public Relations() {
        this(new int[16], new ArrayList<>());
    }

    private Relations(int[] ids, List<T> known) {
        this.ids = ids;
        this.known = known;
    }

    /** The same, to be gone on with on its own. */
    public Relations<T> copy() {
        return new Relations<>(ids.clone(), new ArrayList<>(known));
    }

    /**
     * What is known of this one.
     *
     * @throws ProtocolException if it has not been described
     */
    public T get(int id) {
        int at = Arrays.binarySearch(ids, 0, known.size(), id);
        if (at < 0) {
            throw new ProtocolException("pgoutput: expected a description of relation " + Integer.toUnsignedString(id)
                    + " before a change of it");
        }
        return known.get(at);
    }

    /** Adds a relation, or describes it anew: it may have been renamed. */
    public void put(int id, T relation) {
        int size = known.size();
        int at = Arrays.binarySearch(ids, 0, size, id);
        if (at >= 0) {
            known.set(at, relation);
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        at = -at - 1;
        System.arraycopy(ids, at, ids, at + 1, size - at);
        ids[at] = id;
        known.add(at, relation);
    }
}
