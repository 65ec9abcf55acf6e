package io.github.pgchime.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts what a show has shown, for its last line. */
final class Tally {

    private final List<Duration> latencies = new ArrayList<>();
    private int cuts;
    private int unheard;

    void heard(Duration latency) {
        latencies.add(latency);
    }

    void cut() {
        cuts++;
    }

    void unheard() {
        unheard++;
    }

    /** Such as: 9 commits heard of (1.7 ms after COMMIT in the median, 4.1 ms at most), 1 cut announced, nothing missed. */
    String summary() {
        if (latencies.isEmpty()) {
            return "The shop was closed before it sold anything.";
        }
        List<Duration> sorted = latencies.stream().sorted().toList();
        String median = Stage.milliseconds(sorted.get(sorted.size() / 2)).strip();
        String most = Stage.milliseconds(sorted.getLast()).strip();
        return number(latencies.size(), "commit") + " heard of (" + median + " after COMMIT in the median, " + most
                + " at most), " + number(cuts, "cut") + " announced, "
                + (unheard == 0 ? "nothing missed." : number(unheard, "commit") + " NOT HEARD OF.");
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
