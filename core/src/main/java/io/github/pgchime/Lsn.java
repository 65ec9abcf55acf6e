package io.github.pgchime;

/**
 * A position in PostgreSQL's write-ahead log: an unsigned 64-bit number, ordered and printed as such.
 *
 * <p>The text form is PostgreSQL's own for {@code pg_lsn}: two hexadecimal halves, {@code 16/B374D848}.
 *
 * @param value the position in bytes; compared unsigned, so a negative {@code long} is a late position
 * @see <a href="https://www.postgresql.org/docs/current/datatype-pg-lsn.html">PostgreSQL: pg_lsn</a>
 */
public record Lsn(long value) implements Comparable<Lsn> {

    /** The position before all others, which PostgreSQL calls invalid: {@code 0/0}. */
    public static final Lsn ZERO = new Lsn(0);

    /**
     * Reads the text form.
     *
     * @throws ConfigException if the text is not two hexadecimal numbers of one to eight digits around a slash
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash < 1 || slash > 8 || text.length() - slash - 1 > 8 || !text.matches("[0-9A-Fa-f]+/[0-9A-Fa-f]+")) {
                throw new NumberFormatException();
            }
            long high = Long.parseLong(text, 0, slash, 16);
            long low = Long.parseLong(text, slash + 1, text.length(), 16);
            return new Lsn((high << 32) | low);
        } catch (NumberFormatException e) {
            throw new ConfigException("LSN \"" + text + "\" is not of the form 16/B374D848", e);
        }
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value >>> 32).toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Long.toHexString(value & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
    }
}
