package io.github.pgchime.codec;

/** Reads one value in one of the two forms. */
@FunctionalInterface
interface Decoding {

    Object decode(byte[] bytes, int from, int to);
}
