package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.Excerpt;

/** The error for bytes that are no value of their type. */
final class Malformed {

    private Malformed() {}

    static ProtocolException value(String type, String expected, byte[] bytes, int from, int to) {
        return new ProtocolException(
                "a value of type " + type + ": expected " + expected + ", but read " + Excerpt.of(bytes, from, to));
    }
}
