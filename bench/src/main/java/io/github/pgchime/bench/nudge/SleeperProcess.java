package io.github.pgchime.bench.nudge;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.github.pgchime.bench.Child;
import io.github.pgchime.bench.Failures;
import io.github.pgchime.bench.RowCount;
import io.github.pgchime.nudge.Batch;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeListener;
import io.github.pgchime.nudge.Resync;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * A feed in a small JVM whose consumer sleeps until all rows have passed, as the listener hears, and only then takes
 * what waits for it.
 */
final class SleeperProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Child child;

    /**
     * What the sleeper found when it woke.
     *
     * @param items how many items waited for it
     * @param rows how many rows they count
     * @param heap the most bytes that were in use after any collection
     * @param resident the most kilobytes that the process ever had in memory
     */
    record Awakening(long items, long rows, long heap, long resident) {}

    SleeperProcess(String heap, String url, long rows) throws InterruptedException {
        child = Child.start(List.of("-Xmx" + heap), SleeperProcess.class, url, Long.toString(rows));
        try {
            child.answer(LIMIT);
        } catch (IllegalStateException e) {
            child.close();
            throw e;
        }
    }

    Awakening await() throws InterruptedException {
        String[] said = child.answer(LIMIT).split(" ", -1);
        return new Awakening(
                Long.parseLong(said[0]), Long.parseLong(said[1]), Long.parseLong(said[2]), Long.parseLong(said[3]));
    }

    @Override
    public void close() {
        child.close();
    }

    /** The child's side: where, and after how many rows to wake. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Failures.endTheProcess();
        long rows = Long.parseLong(arguments[1]);
        AtomicLong heap = new AtomicLong();
        CountDownLatch asked = new CountDownLatch(1);
        watchCollections(heap, asked);
        RowCount passed = new RowCount();
        try (NudgeFeed feed =
                NudgeFeed.builder(arguments[0]).listener(counting(passed)).open()) {
            System.out.println("live");
            passed.await(rows, LIMIT);
            long items = 0;
            long taken = 0;
            while (taken < rows) {
                FeedItem item = feed.poll(Duration.ofSeconds(10)).orElseThrow();
                items++;
                taken += rowsOf(item);
            }
            System.gc();
            if (!asked.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the collector did not tell of the collection that it was asked for");
            }
            System.out.println(items + " " + taken + " " + heap.get() + " " + resident());
        }
    }

    private static NudgeListener counting(RowCount passed) {
        return new NudgeListener() {
            @Override
            public void onItem(FeedItem item) {
                passed.accept(rowsOf(item));
            }
        };
    }

    private static long rowsOf(FeedItem item) {
        return switch (item) {
            case Batch batch -> NudgeReader.rowsOf(batch);
            case Resync resync -> 0;
        };
    }

    /** Keeps the most that all heap pools together held after a collection; {@code asked} is the one that was asked for. */
    private static void watchCollections(AtomicLong most, CountDownLatch asked) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((event, handback) -> note(event, most, asked), null, null);
            }
        }
    }

    private static void note(Notification event, AtomicLong most, CountDownLatch asked) {
        if (event.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo collection =
                    GarbageCollectionNotificationInfo.from((CompositeData) event.getUserData());
            Map<String, MemoryUsage> after = collection.getGcInfo().getMemoryUsageAfterGc();
            List<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                    .map(java.lang.management.MemoryPoolMXBean::getName)
                    .toList();
            long used = pools.stream()
                    .mapToLong(pool -> after.containsKey(pool) ? after.get(pool).getUsed() : 0)
                    .sum();
            most.accumulateAndGet(used, Math::max);
            if (collection.getGcCause().equals("System.gc()")) {
                asked.countDown();
            }
        }
    }

    private static long resident() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
