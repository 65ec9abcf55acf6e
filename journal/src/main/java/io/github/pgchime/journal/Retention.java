package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long entries stay, at least: whole partitions go, once every entry in them is older or the journal is larger than this,
 * and every consumer has done with them.
 *
 * @param age how old an entry becomes
 * @param bytes how large the journal becomes, with its indexes; the oldest go first
 * @param cutOff how old an entry may become before a consumer that has not done with it is cut off: the consumer loses what is
 *     older, and is told so by a gap. Empty for never: what holds back is only reported
 */
public record Retention(Optional<Duration> age, Optional<Long> bytes, Optional<Duration> cutOff) {

    public Retention {
        if (age.isEmpty() && bytes.isEmpty()) {
            throw new ConfigException("retention without a limit; give an age, a size or both");
        }
        age.filter(Retention::isNotPositive).ifPresent(given -> {
            throw new ConfigException("retention age " + given + " is out of range; expected more than 0");
        });
        bytes.filter(given -> given < 0).ifPresent(given -> {
            throw new ConfigException("retention bytes " + given + " is out of range; expected 0 or more");
        });
        cutOff.filter(cap -> isNotPositive(cap)
                        || age.filter(given -> cap.compareTo(given) < 0).isPresent())
                .ifPresent(cap -> {
                    throw new ConfigException("retention cutOff " + cap
                            + " is out of range; expected more than 0, and not less than the age");
                });
    }

    /** By age alone. */
    public static Retention ofAge(Duration age) {
        return new Retention(Optional.of(age), Optional.empty(), Optional.empty());
    }

    /** By size alone. */
    public static Retention ofBytes(long bytes) {
        return new Retention(Optional.empty(), Optional.of(bytes), Optional.empty());
    }

    /** And by size: whichever limit comes first. */
    public Retention withBytes(long most) {
        return new Retention(age, Optional.of(most), cutOff);
    }

    /** Consumers that hold entries of this age back are cut off. */
    public Retention withCutOff(Duration cap) {
        return new Retention(age, bytes, Optional.of(cap));
    }

    private static boolean isNotPositive(Duration duration) {
        return duration.isNegative() || duration.isZero();
    }
}
