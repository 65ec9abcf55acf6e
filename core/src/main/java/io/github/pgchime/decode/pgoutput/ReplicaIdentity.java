package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ProtocolException;

/**
 * What of a table's old row is written to the log.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY">PostgreSQL:
 *     REPLICA IDENTITY</a>
 */
public enum ReplicaIdentity {
    /** The primary key, if there is one. */
    DEFAULT,
    /** Nothing. */
    NOTHING,
    /** All columns. */
    FULL,
    /** The columns of an index. */
    INDEX;

    /** By its letter in {@code pg_class.relreplident}. */
    static ReplicaIdentity of(byte letter) {
        return switch (letter) {
            case 'd' -> DEFAULT;
            case 'n' -> NOTHING;
            case 'f' -> FULL;
            case 'i' -> INDEX;
            default ->
                throw new ProtocolException("pgoutput: expected a replica identity, one of d n f i, but read 0x"
                        + Integer.toHexString(letter & 0xFF));
        };
    }
}
