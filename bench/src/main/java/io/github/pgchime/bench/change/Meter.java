package io.github.pgchime.bench.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process as Linux accounts for it, looked at again and again until it is gone; what it does last is missed. */
final class Meter {

    private static final double TICKS_PER_SECOND = 100;

    /** The name, which may hold anything, ends with the last parenthesis. */
    private static final String AFTER_NAME = ") ";

    private static final int USER_TIME = 11;

    private final Path directory;
    private double cpu;
    private long peak;

    Meter(long pid) {
        this.directory = Path.of("/proc", Long.toString(pid));
    }

    void look() {
        try {
            String stat = Files.readString(directory.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(AFTER_NAME) + AFTER_NAME.length())
                    .split(" ", -1);
            cpu = (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS_PER_SECOND;
            List<String> status = Files.readAllLines(directory.resolve("status"));
            status.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .forEach(kilobytes -> peak = kilobytes);
        } catch (IOException e) {
            // It is gone, and what was seen last stands.
        }
    }

    /** Seconds of processor time. */
    double cpu() {
        return cpu;
    }

    /** The most kilobytes that it ever had in memory. */
    long peak() {
        return peak;
    }
}
