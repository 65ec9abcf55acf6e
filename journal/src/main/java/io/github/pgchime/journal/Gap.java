package io.github.pgchime.journal;

/**
 * Entries that a consumer never gets: read anew what they were about. It is told before anything that is handled after it.
 *
 * @param reason why
 * @param from the lowest id among them
 * @param to the highest
 * @param count how many they are
 */
public record Gap(Reason reason, long from, long to, long count) {

    /** Why entries are missing. */
    public enum Reason {
        /** They were older than is kept, and the consumer held them back for longer than a cleanup was told to bear. */
        EXPIRED
    }
}
