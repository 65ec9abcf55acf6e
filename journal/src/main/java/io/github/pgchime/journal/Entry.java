package io.github.pgchime.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry as a consumer's handler gets it. Immutable, for any thread.
 *
 * @param id unique in the journal; not the order in which entries became visible
 * @param channel where it was published
 * @param key what its order is kept by: the entries of a key are handled one after the other
 * @param payload any JSON value
 * @param headers a JSON object
 * @param createdAt by the database's clock, when it was written; it became visible later
 * @param attempt which one this is, from 1
 * @param replay whether it was there already when this instance began to lead its group, or comes again by hand
 */
public record Entry(
        long id,
        String channel,
        Optional<String> key,
        Json payload,
        Json headers,
        Instant createdAt,
        int attempt,
        boolean replay) {

    /**
     * The change that it tells of, if it comes from a watched table.
     *
     * @throws io.github.pgchime.ConfigException if it does not
     */
    public RowChange asRowChange() {
        return RowChange.of(payload);
    }

    /** What its order is kept by: its key, in whatever channel, or its channel. */
    String sequence() {
        return key.map(own -> "k" + own).orElse("c" + channel);
    }

    Entry with(Json whole) {
        return new Entry(id, channel, key, whole, headers, createdAt, attempt, replay);
    }

    /** Its id, channel and attempt; never the payload, which may hold what is not for logs. */
    @Override
    public String toString() {
        return "entry " + id + " of channel " + channel + (attempt > 1 ? ", attempt " + attempt : "");
    }
}
