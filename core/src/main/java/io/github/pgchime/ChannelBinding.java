package io.github.pgchime;

/**
 * Whether a password's proof is bound to the server's certificate, so that nobody in between can pass it on.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CHANNEL-BINDING">PostgreSQL:
 *     channel_binding</a>
 */
public enum ChannelBinding {
    /** Never. */
    DISABLE("disable"),
    /** Where the server offers it, and its certificate has a hash that is defined for it. */
    PREFER("prefer"),
    /** Always, or there is no session. */
    REQUIRE("require");

    private final String spelling;

    ChannelBinding(String spelling) {
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
    public static ChannelBinding parse(String text) {
        return Word.parse("channel_binding", values(), ChannelBinding::spelling, text);
    }
}
