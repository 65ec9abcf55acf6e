package io.github.pgchime.journal;

import java.time.Instant;

/**
 * An entry that a consumer has given up.
 *
 * @param entry as its handler got it last
 * @param error what that threw
 * @param diedAt by the database's clock
 */
public record DeadLetter(Entry entry, String error, Instant diedAt) {}
