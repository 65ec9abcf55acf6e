package io.github.pgchime.bench.change;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Reads a slot, and says what reading the second half of it has allocated per change. */
final class AllocationProcess {

    private AllocationProcess() {}

    /** Takes who it is, where to connect, the slot, and how many changes there are. */
    public static void main(String[] arguments) {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long warm = Long.parseLong(arguments[3]) / 2;
        try (SlotReader reader = DrainContestant.valueOf(arguments[0]).open(arguments[1], arguments[2])) {
            reader.read(warm);
            long ofThread = threads.getCurrentThreadAllocatedBytes();
            long ofAll = threads.getTotalThreadAllocatedBytes();
            reader.read(warm);
            System.out.println((double) (threads.getCurrentThreadAllocatedBytes() - ofThread) / warm + " "
                    + (double) (threads.getTotalThreadAllocatedBytes() - ofAll) / warm);
        }
    }
}
