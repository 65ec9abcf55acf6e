package io.github.pgchime.codec;

import java.util.Arrays;

/** A codec of two functions, for a type that is made of no others. */
record Scalar(Decoding textual, Decoding binary) implements Codec {

    /** Of a type that both forms write the same, as text. */
    static final Codec TEXT = new Scalar(Texts::text, Texts::text);

    /** Of a type whose binary form nobody here knows. */
    static final Codec UNKNOWN = new Scalar(Texts::text, Arrays::copyOfRange);

    @Override
    public Object text(byte[] bytes, int from, int to) {
        return textual.decode(bytes, from, to);
    }

    @Override
    public Object binary(byte[] bytes, int from, int to) {
        return binary.decode(bytes, from, to);
    }
}
