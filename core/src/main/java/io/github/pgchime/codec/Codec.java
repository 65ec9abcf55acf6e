package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;

/**
 * Reads the values of one type. What it returns is {@link io.github.pgchime.value its Java value}, never null, and keeps
 * nothing of the bytes it was read from. Immutable, for any thread.
 */
public interface Codec {

    /**
     * The value in these bytes, in PostgreSQL's text form.
     *
     * @throws ProtocolException if they are none of this type
     */
    Object text(byte[] bytes, int from, int to);

    /**
     * The value in these bytes, in PostgreSQL's binary form.
     *
     * @throws ProtocolException if they are none of this type
     */
    Object binary(byte[] bytes, int from, int to);
}
