package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
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
 * @param mapper the journal's, see {@link JournalBuilder#payloads}
 */
public record Entry(
        long id,
        String channel,
        Optional<String> key,
        Json payload,
        Json headers,
        Instant createdAt,
        int attempt,
        boolean replay,
        PayloadMapper mapper) {

    /** Of a journal that was given none. */
    static final PayloadMapper NO_MAPPER = new PayloadMapper() {
        @Override
        public <T> T read(String json, Class<T> type) {
            throw new ConfigException("this journal was given nothing that reads payloads as " + type.getName()
                    + "; give it such by Journal.builder(…).payloads(…)");
        }
    };

    /**
     * The payload as an object of the application's.
     *
     * @throws PermanentFailure if the journal's {@link PayloadMapper} cannot make one of it, which no further attempt mends
     * @throws ConfigException if the journal has none
     */
    public <T> T payload(Class<T> type) {
        try {
            return mapper.read(payload.text(), type);
        } catch (ConfigException e) {
            throw e;
        } catch (Exception e) {
            throw new PermanentFailure("the payload of " + this + " is no " + type.getName(), e);
        }
    }

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
        return new Entry(id, channel, key, whole, headers, createdAt, attempt, replay, mapper);
    }

    Entry readBy(PayloadMapper other) {
        return new Entry(id, channel, key, payload, headers, createdAt, attempt, replay, other);
    }

    /** Its id, channel and attempt; never the payload, which may hold what is not for logs. */
    @Override
    public String toString() {
        return "entry " + id + " of channel " + channel + (attempt > 1 ? ", attempt " + attempt : "");
    }
}
