package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Failures;
import io.github.pgchime.change.Change;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.CreateSlot;
import io.github.pgchime.change.Insert;
import io.github.pgchime.change.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Reads every value of every row until it has seen the row 0, and says what that took of this JVM. */
final class LargeProcess {

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private LargeProcess() {}

    /** Takes where, and whether transactions are to come in pieces. */
    public static void main(String[] arguments) throws IOException {
        Failures.endTheProcess();
        AtomicLong heap = new AtomicLong();
        AtomicLong disk = new AtomicLong();
        Path directory = Files.createTempDirectory("large");
        Thread watch = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.interrupted()) {
                heap.accumulateAndGet(afterCollection(), Math::max);
                disk.accumulateAndGet(spooled(directory), Math::max);
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        });
        try (ChangeStream stream = ChangeStream.builder(arguments[0])
                .slot("large")
                .publication("large")
                .createSlot(CreateSlot.TEMPORARY)
                .streaming(Boolean.parseBoolean(arguments[1]))
                .spoolDirectory(directory)
                .open()) {
            System.out.println("live");
            long changes = 0;
            boolean last = false;
            for (Transaction transaction : stream) {
                for (Change change : transaction) {
                    long id = ((Insert) change).after().get("id", Long.class);
                    Objects.requireNonNull(((Insert) change).after().value("note"));
                    changes++;
                    last = id == 0;
                }
                stream.acknowledge(transaction);
                if (last) {
                    break;
                }
            }
            System.out.println(
                    changes + " " + cpu() + " " + heap + " " + resident() + " " + disk + " " + spooled(directory));
        } finally {
            watch.interrupt();
            Files.delete(directory);
        }
    }

    private static long afterCollection() {
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
        return pools.stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    /** What this process has open there; it may be without a name. */
    private static long spooled(Path directory) {
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.mapToLong(file -> size(file, directory)).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file, Path directory) {
        try {
            return Files.readSymbolicLink(file).startsWith(directory) ? Files.size(file) : 0;
        } catch (IOException closedMeanwhile) {
            return 0;
        }
    }

    private static double cpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e9;
    }

    private static long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
