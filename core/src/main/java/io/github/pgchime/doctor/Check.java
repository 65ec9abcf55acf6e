package io.github.pgchime.doctor;

import java.util.Optional;

/**
 * One thing that was looked at. No text in it holds a secret.
 *
 * @param name what, in kebab case, such as {@code wal-level}; stable, for programs to go by
 * @param status how it stands
 * @param finding what was found, for a person to read
 * @param fix the line that mends it, to paste into SQL, a shell or a file, as it says itself
 */
public record Check(String name, Status status, String finding, Optional<String> fix) {

    /** How a thing stands. */
    public enum Status {
        /** As a feed needs it. */
        OK,
        /** A feed runs, and yet may wait, or miss what its user expects. */
        WARN,
        /** No feed runs until this is mended. */
        FAIL,
        /** Not looked at, or of no account to this feed; the finding says why. */
        SKIPPED
    }
}
