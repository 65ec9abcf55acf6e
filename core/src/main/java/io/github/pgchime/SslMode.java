package io.github.pgchime;

/**
 * Whether a connection is encrypted, and how far the server's certificate is checked.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS">PostgreSQL: SSL
 *     mode descriptions</a>
 */
public enum SslMode {
    /** Never encrypted. */
    DISABLE("disable"),
    /** Encrypted only if the server lets nobody in without; no certificate is checked. */
    ALLOW("allow"),
    /** Encrypted if the server offers it, plain otherwise; no certificate is checked. */
    PREFER("prefer"),
    /** Encrypted or not at all; no certificate is checked, so it does not keep out a man in the middle. */
    REQUIRE("require"),
    /** Encrypted, and the certificate must come from a trusted root, whatever name it bears. */
    VERIFY_CA("verify-ca"),
    /** Encrypted, and the certificate must come from a trusted root and bear the host's name. */
    VERIFY_FULL("verify-full");

    private final String spelling;

    SslMode(String spelling) {
        this.spelling = spelling;
    }

    /** Whether there is no session without encryption. */
    public boolean isEncrypted() {
        return this == REQUIRE || isVerified();
    }

    /** Whether the server's certificate is checked. */
    public boolean isVerified() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }

    /** As libpq spells it, such as {@code verify-full}. */
    public String spelling() {
        return spelling;
    }

    /**
     * Reads libpq's spelling, which is lower case.
     *
     * @throws ConfigException if it is another word
     */
    public static SslMode parse(String text) {
        return Word.parse("sslmode", values(), SslMode::spelling, text);
    }
}
