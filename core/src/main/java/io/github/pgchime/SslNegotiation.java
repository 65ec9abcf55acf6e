package io.github.pgchime;

/**
 * How encryption begins.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-SSLNEGOTIATION">PostgreSQL:
 *     sslnegotiation</a>
 */
public enum SslNegotiation {
    /** The client asks in plain text whether the server speaks TLS. */
    POSTGRES("postgres"),
    /** At once, as with other protocols, which saves a round trip; servers from 17 on take it. */
    DIRECT("direct");

    private final String spelling;

    SslNegotiation(String spelling) {
        this.spelling = spelling;
    }

    /** As libpq spells it. */
    public String spelling() {
        return spelling;
    }

    /**
     * Reads libpq's spelling, which is lower case.
     *
     * @throws ConfigException if it is another word
     */
    public static SslNegotiation parse(String text) {
        return Word.parse("sslnegotiation", values(), SslNegotiation::spelling, text);
    }
}
