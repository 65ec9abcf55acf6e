package io.github.pgchime.journal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One consumer's part of a {@link CheckLog}, and its positions, held to what a journal promises: all that is committed is delivered or
 * dead, nothing else is, what a key is given first comes in order, no entry is handled twice at once, and nobody acknowledges
 * who no longer leads. Writers number the entries of each key, without holes among those that are committed.
 */
final class Check {

    private static final int MOST = 10;

    private final String consumer;
    private final BitSet delivered = new BitSet();
    private final Map<Integer, Integer> lastOfKey = new HashMap<>();
    private final Map<Long, String> handling = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private List<Long> position = List.of(0L, 0L, 0L);
    private long epoch;
    private long deliveries;
    private int inverted;

    Check(String consumer) {
        this.consumer = consumer;
    }

    /** A line of the log, of whichever consumer. */
    void line(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("K")) {
            handling.values().removeIf(words[1]::equals);
        } else if (words[1].equals(consumer)) {
            String process = words[2];
            long entry = Long.parseLong(words[3]);
            switch (words[0]) {
                case "B" -> began(process, entry, Integer.parseInt(words[4]), Integer.parseInt(words[5]));
                case "E" -> {
                    ended(process, entry);
                    deliveries++;
                    delivered.set(Math.toIntExact(entry));
                }
                default -> ended(process, entry);
            }
        }
    }

    private void began(String process, long entry, int key, int number) {
        String other = handling.put(entry, process);
        if (other != null) {
            complain("entry " + entry + " was handled by " + process + " while it was by " + other);
        }
        int last = lastOfKey.getOrDefault(key, 0);
        if (number > last + 1) {
            inverted++;
            complain("key " + key + " was given " + number + " after " + last);
        }
        lastOfKey.put(key, Math.max(last, number));
    }

    private void ended(String process, long entry) {
        if (!process.equals(handling.remove(entry))) {
            complain("entry " + entry + " was ended by " + process + ", which was not handling it");
        }
    }

    /**
     * A position was stored.
     *
     * @param batch 0 if it is in none
     * @param process who stored it
     * @param leader who leads
     */
    void acknowledged(long now, long tick, long batch, long entry, String process, String leader) {
        List<Long> next = List.of(tick, batch == 0 ? 0L : 1L, entry);
        if (now < epoch || isBefore(next, position)) {
            complain("position " + next + " of epoch " + now + " was stored after " + position + " of epoch " + epoch);
        }
        if (!process.equals(leader)) {
            complain("process " + process + " acknowledged while " + leader + " was leading");
        }
        epoch = now;
        position = next;
    }

    private static boolean isBefore(List<Long> one, List<Long> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = Long.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    /** Complains about everything that is not as it should be, at the end. */
    List<String> complaints(BitSet committed, BitSet dead) {
        List<String> all = new ArrayList<>(complaints);
        BitSet missing = (BitSet) committed.clone();
        missing.andNot(delivered);
        missing.andNot(dead);
        about(missing, "committed and never delivered", all);
        BitSet phantoms = (BitSet) delivered.clone();
        phantoms.andNot(committed);
        about(phantoms, "delivered and never committed", all);
        if (inverted > 0) {
            all.add(inverted + " out of order");
        }
        return all;
    }

    private static void about(BitSet entries, String what, List<String> all) {
        if (!entries.isEmpty()) {
            all.add(entries.cardinality() + " " + what + ": "
                    + entries.stream().limit(MOST).boxed().toList());
        }
    }

    private void complain(String complaint) {
        if (complaints.size() < MOST) {
            complaints.add(complaint);
        }
    }

    @Override
    public String toString() {
        return consumer + ": " + delivered.cardinality() + " entries in " + deliveries + " deliveries";
    }
}
