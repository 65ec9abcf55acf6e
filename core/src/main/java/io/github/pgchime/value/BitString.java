package io.github.pgchime.value;

import java.util.Arrays;
import java.util.Objects;

/**
 * A string of bits, of {@code bit(n)} or {@code varbit}. Immutable.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-bit.html">PostgreSQL: bit string types</a>
 */
public final class BitString {

    private final int length;
    private final byte[] bytes;

    /**
     * @param length how many bits there are
     * @param bytes the bits, the first one the highest of the first byte; bits beyond the length are dropped
     * @throws IllegalArgumentException if there are not just as many bytes as the bits take
     */
    public BitString(int length, byte[] bytes) {
        if (length < 0 || bytes.length != (length + 7L) / 8) {
            throw new IllegalArgumentException(
                    "a bit string of " + length + " bits takes " + (length + 7L) / 8 + " bytes, not " + bytes.length);
        }
        this.length = length;
        this.bytes = bytes.clone();
        if (length % 8 != 0) {
            this.bytes[bytes.length - 1] &= (byte) (0xFF00 >> (length % 8));
        }
    }

    /** How many bits there are. */
    public int length() {
        return length;
    }

    /** Whether the bit is set; the leftmost has the index 0, as in PostgreSQL's {@code get_bit}. */
    public boolean get(int index) {
        Objects.checkIndex(index, length);
        return (bytes[index / 8] & (0x80 >> (index % 8))) != 0;
    }

    /** The bits, the first one the highest of the first byte; the last byte is filled up with zeros. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BitString that && length == that.length && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * length + Arrays.hashCode(bytes);
    }

    /** The digits, such as {@code 0101}. */
    @Override
    public String toString() {
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append(get(i) ? '1' : '0');
        }
        return digits.toString();
    }
}
