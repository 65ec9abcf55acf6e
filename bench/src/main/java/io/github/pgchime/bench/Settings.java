package io.github.pgchime.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a run is to measure, and how long.
 *
 * @param chapters which figures
 * @param seconds how long each latency or rate measurement takes
 * @param rows how many rows each measurement of processor time takes
 * @param asleep how many rows pass the sleeping consumer
 * @param writers how many connections write at once, in the rate chapter
 */
record Settings(Set<Chapter> chapters, int seconds, long rows, long asleep, int writers) {

    static final String USAGE = "usage: bench/run nudge [latency] [rate] [cpu] [heap]"
            + " [--seconds=20] [--rows=1000000] [--asleep=10000000] [--writers=4]";

    /** One kind of figure. */
    enum Chapter {
        LATENCY,
        RATE,
        CPU,
        HEAP
    }

    /** @throws IllegalArgumentException with the usage, if the arguments are not as it says */
    static Settings parse(String... arguments) {
        Settings settings = new Settings(EnumSet.noneOf(Chapter.class), 20, 1_000_000, 10_000_000, 4);
        for (String argument : arguments) {
            settings = settings.with(argument);
        }
        return settings.chapters.isEmpty()
                ? new Settings(
                        EnumSet.allOf(Chapter.class),
                        settings.seconds,
                        settings.rows,
                        settings.asleep,
                        settings.writers)
                : settings;
    }

    private Settings with(String argument) {
        try {
            if (!argument.startsWith("--")) {
                chapters.add(Chapter.valueOf(argument.toUpperCase(Locale.ROOT)));
                return this;
            }
            int equals = argument.indexOf('=');
            int value = Integer.parseInt(argument.substring(equals + 1));
            return switch (argument.substring(0, Math.max(0, equals))) {
                case "--seconds" -> new Settings(chapters, value, rows, asleep, writers);
                case "--rows" -> new Settings(chapters, seconds, value, asleep, writers);
                case "--asleep" -> new Settings(chapters, seconds, rows, value, writers);
                case "--writers" -> new Settings(chapters, seconds, rows, asleep, value);
                default -> throw new IllegalArgumentException(argument);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(argument + " is none of these\n" + USAGE, e);
        }
    }

    Duration length() {
        return Duration.ofSeconds(seconds);
    }
}
