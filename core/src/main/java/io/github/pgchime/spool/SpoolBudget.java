package io.github.pgchime.spool;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** How much memory all spools of one stream may take together; beyond it the largest goes to disk. Not thread-safe. */
public final class SpoolBudget {

    private final long most;
    private final Path directory;
    private final Set<Spool> spools = new LinkedHashSet<>();
    private long taken;

    /**
     * Nothing is taken yet.
     *
     * @param most bytes
     * @param directory where spools keep what is beyond
     */
    public SpoolBudget(long most, Path directory) {
        this.most = most;
        this.directory = directory;
    }

    /** What may be taken, in bytes. */
    long most() {
        return most;
    }

    Path directory() {
        return directory;
    }

    /** How much memory is taken, in bytes. */
    public long taken() {
        return taken;
    }

    void add(Spool spool) {
        spools.add(spool);
    }

    void remove(Spool spool) {
        spools.remove(spool);
    }

    /** Takes so much, for which the largest spools go to disk. What does not fit then either is taken nevertheless. */
    void take(long bytes) {
        while (taken + bytes > most) {
            Optional<Spool> largest = spools.stream().max(Comparator.comparingLong(Spool::inMemory));
            if (largest.isEmpty() || !largest.get().spill()) {
                break;
            }
        }
        taken += bytes;
    }

    void giveBack(long bytes) {
        taken -= bytes;
    }
}
