package io.github.pgchime.journal;

/**
 * Makes an application's objects of payloads, for {@link Entry#payload(Class)}. With Jackson it is {@code jsonMapper::readValue}.
 * Called on handlers' threads.
 */
@FunctionalInterface
public interface PayloadMapper {
    /**
     * Reads a JSON text.
     *
     * @throws Exception if it does not fit the type
     */
    <T> T read(String json, Class<T> type) throws Exception;
}
