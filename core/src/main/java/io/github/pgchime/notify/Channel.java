package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What may be sent as a channel and as a payload: exactly what arrives at the other end, or nothing. */
final class Channel {

    /** {@code NAMEDATALEN - 1}: LISTEN would cut a longer name without a word, and NOTIFY refuse it. */
    static final int MOST_BYTES = 63;

    /** {@code NOTIFY_PAYLOAD_MAX_LENGTH - 1} (async.c). */
    static final int MOST_PAYLOAD_BYTES = 7_999;

    private Channel() {}

    /** @throws ConfigException if no channel can have this name */
    static String require(String name) {
        if (name.isEmpty()) {
            throw new ConfigException("channel is empty; expected a name of 1 to " + MOST_BYTES + " bytes");
        }
        int bytes = bytes("channel", name);
        if (bytes > MOST_BYTES) {
            throw new ConfigException("channel \"" + name + "\" has " + bytes + " bytes of UTF-8; expected 1 to "
                    + MOST_BYTES + ", which is as much of a name as PostgreSQL keeps");
        }
        return name;
    }

    /** @throws ConfigException if no notification can carry this; the message does not hold it */
    static String requirePayload(String payload) {
        int bytes = bytes("payload", payload);
        if (bytes > MOST_PAYLOAD_BYTES) {
            throw new ConfigException("payload has " + bytes + " bytes of UTF-8; PostgreSQL takes at most "
                    + MOST_PAYLOAD_BYTES + ": send a key, and have the receiver read the rest");
        }
        return payload;
    }

    private static int bytes(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ConfigException(what + " holds a NUL character, which PostgreSQL cannot take");
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return encoded.remaining();
        } catch (CharacterCodingException e) {
            throw new ConfigException(what + " holds half of a surrogate pair, which is no character", e);
        }
    }
}
