package io.github.pgchime.decode;

import io.github.pgchime.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables a pgoutput stream has described, by relation id: sorted ids beside their tables, so that a look-up boxes
 * nothing.
 *
 * <p>Nothing is ever forgotten, since the server describes a relation once; it grows with the number of tables.
 */
final class Relations {

    private int[] ids = new int[16];
    private final List<TableChanges> tables = new ArrayList<>();

    TableChanges get(int id) {
        int at = Arrays.binarySearch(ids, 0, tables.size(), id);
        if (at < 0) {
            throw new ProtocolException("pgoutput: expected a description of relation " + Integer.toUnsignedString(id)
                    + " before a change of it");
        }
        return tables.get(at);
    }

    /** Adds a relation, or describes it anew: it may have been renamed. */
    void put(int id, TableChanges table) {
        int size = tables.size();
        int at = Arrays.binarySearch(ids, 0, size, id);
        if (at >= 0) {
            tables.set(at, table);
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        at = -at - 1;
        System.arraycopy(ids, at, ids, at + 1, size - at);
        ids[at] = id;
        tables.add(at, table);
    }
}
