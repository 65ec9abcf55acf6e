package io.github.pgchime.value;

/**
 * An address of a network card.
 *
 * @param bits the address, its last byte lowest
 * @param length how many bytes it has: 6 in {@code macaddr}, 8 in {@code macaddr8}
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html#DATATYPE-MACADDR">PostgreSQL:
 *     macaddr</a>
 */
public record MacAddress(long bits, int length) {

    public MacAddress {
        if (length != 6 && length != 8) {
            throw new IllegalArgumentException("a MAC address has 6 or 8 bytes, not " + length);
        }
        if (length == 6 && bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address of 6 bytes has 48 bits, not " + Long.toHexString(bits));
        }
    }

    /** Such as {@code 08:00:2b:01:02:03}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
            text.append(Character.forDigit((int) (bits >>> (shift + 4)) & 0xF, 16))
                    .append(Character.forDigit((int) (bits >>> shift) & 0xF, 16))
                    .append(shift == 0 ? "" : ":");
        }
        return text.toString();
    }
}
