package io.github.pgchime;

/**
 * Which of several servers will do, by the state it reports once the session has started.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS">PostgreSQL:
 *     target_session_attrs</a>
 */
public enum TargetSessionAttrs {
    /** Whichever answers. */
    ANY("any"),
    /** One that takes writes: no standby, and transactions are not read-only by default. */
    READ_WRITE("read-write"),
    /** One that does not. */
    READ_ONLY("read-only"),
    /** One that is no standby. */
    PRIMARY("primary"),
    /** A standby. */
    STANDBY("standby"),
    /** A standby if any answers, else whichever does. */
    PREFER_STANDBY("prefer-standby");

    private final String spelling;

    TargetSessionAttrs(String spelling) {
        this.spelling = spelling;
    }

    /** As libpq spells it. */
    public String spelling() {
        return spelling;
    }

    /**
     * Whether such a server will do.
     *
     * @param standby what it reports as {@code in_hot_standby}
     * @param readOnly what it reports as {@code default_transaction_read_only}
     */
    public boolean accepts(boolean standby, boolean readOnly) {
        return switch (this) {
            case ANY -> true;
            case READ_WRITE -> !standby && !readOnly;
            case READ_ONLY -> standby || readOnly;
            case PRIMARY -> !standby;
            case STANDBY, PREFER_STANDBY -> standby;
        };
    }

    /**
     * Reads libpq's spelling, which is lower case.
     *
     * @throws ConfigException if it is another word
     */
    public static TargetSessionAttrs parse(String text) {
        return Word.parse("target_session_attrs", values(), TargetSessionAttrs::spelling, text);
    }
}
