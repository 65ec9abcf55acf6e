package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to become an entry.
 *
 * @param channel 1 to 255 characters
 * @param key entries with the same key are handled in order; at most 1,000 bytes of UTF-8. Those without one are in order per
 *     channel
 * @param payload any JSON value
 * @param headers what is to be known beside the payload, such as a trace's id
 */
public record Publication(String channel, Optional<String> key, Json payload, Map<String, String> headers) {

    private static final int LONGEST_CHANNEL = 255;
    private static final int LONGEST_KEY = 1_000;

    /**
     * Checks each part.
     *
     * @throws ConfigException if one is out of range
     */
    public Publication {
        checkChannel(channel);
        key.ifPresent(Publication::checkKey);
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> checkNul("header", name + value));
    }

    /** Without a key. */
    public static Publication of(String channel, Json payload) {
        return new Publication(channel, Optional.empty(), payload, Map.of());
    }

    /** In order with all of this key. */
    public Publication withKey(String ordering) {
        return new Publication(channel, Optional.of(ordering), payload, headers);
    }

    /** With one more header, or another value for it. */
    public Publication withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Publication(channel, key, payload, more);
    }

    static void checkChannel(String channel) {
        int length = channel.codePointCount(0, channel.length());
        if (length < 1 || length > LONGEST_CHANNEL) {
            throw new ConfigException("channel with " + length + " characters; expected 1 to " + LONGEST_CHANNEL);
        }
        checkNul("channel", channel);
    }

    private static void checkKey(String key) {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_KEY) {
            throw new ConfigException("key with " + length + " bytes; expected at most " + LONGEST_KEY
                    + ": a hash of what is longer orders as well");
        }
        checkNul("key", key);
    }

    private static void checkNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ConfigException(what + " has a NUL character, which PostgreSQL's text cannot hold; leave it out");
        }
    }
}
