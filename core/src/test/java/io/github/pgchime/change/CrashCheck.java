package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What readers of one slot have written, one after the other, held to the contract: every committed number, none that was
 * rolled back, transactions in the order of their commits, the same each time, and again only behind what the slot had confirmed.
 */
final class CrashCheck {

    private final Map<Lsn, List<Long>> transactions = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private long delivered;

    /**
     * One reader's life.
     *
     * @param lines what it wrote
     * @param confirmed what the slot had confirmed before it began
     */
    void reader(List<String> lines, Lsn confirmed) {
        Lsn last = confirmed;
        for (String line : lines) {
            String[] words = line.split(" ");
            Lsn end = Lsn.parse(words[1]);
            List<Long> numbers = Stream.of(words).skip(2).map(Long::valueOf).toList();
            if (end.compareTo(last) <= 0) {
                complaints.add(end + " came after " + last);
            }
            last = end;
            List<Long> before = transactions.putIfAbsent(end, numbers);
            if (before != null && !before.equals(numbers)) {
                complaints.add(end + " was " + before + " and then " + numbers);
            }
            seen.addAll(numbers);
            delivered++;
        }
    }

    /** Complains about everything that is not as it should be, at the end. */
    List<String> complaints(Set<Long> committed) {
        List<String> all = new ArrayList<>(complaints);
        Set<Long> missing = new LinkedHashSet<>(committed);
        missing.removeAll(seen);
        if (!missing.isEmpty()) {
            all.add(missing.size() + " committed and never seen: "
                    + missing.stream().limit(10).toList());
        }
        Set<Long> ghosts = new LinkedHashSet<>(seen);
        ghosts.removeAll(committed);
        if (!ghosts.isEmpty()) {
            all.add(ghosts.size() + " seen and never committed: "
                    + ghosts.stream().limit(10).toList());
        }
        return all;
    }

    @Override
    public String toString() {
        return delivered + " transactions delivered, " + transactions.size() + " different ones";
    }
}
