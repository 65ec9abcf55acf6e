package io.github.pgchime.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What a {@link Doctor} found. Every check there is has its place in it, in the same order each time.
 *
 * @param server the version as the server words it; empty if it was not reached
 * @param platform where the server runs; {@link Platform#UNKNOWN} if it was not reached
 */
public record Report(Optional<String> server, Platform platform, List<Check> checks) {

    public Report {
        checks = List.copyOf(checks);
    }

    /** Whether a feed with the options examined can run: nothing failed. */
    public boolean canFeed() {
        return checks.stream().noneMatch(check -> check.status() == Check.Status.FAIL);
    }

    /** The check of this name, such as {@code wal-level}. */
    public Optional<Check> check(String name) {
        return checks.stream().filter(check -> check.name().equals(name)).findFirst();
    }
}
