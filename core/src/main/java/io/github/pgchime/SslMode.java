package io.github.pgchime;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Whether a connection is encrypted, and how far the server's certificate is checked.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS">PostgreSQL: SSL
 *     mode descriptions</a>
 */
public enum SslMode {
    /** Never encrypted. */
    DISABLE("disable"),
    /** Encrypted if the server offers it, plain otherwise; no certificate is checked. */
    PREFER("prefer"),
    /** Encrypted or not at all; no certificate is checked, so it does not keep out a man in the middle. */
    REQUIRE("require"),
    /** Encrypted, and the certificate must come from a trusted root and bear the host's name. */
    VERIFY_FULL("verify-full");

    private final String spelling;

    SslMode(String spelling) {
        this.spelling = spelling;
    }

    /** As libpq spells it: {@code disable}, {@code prefer}, {@code require}, {@code verify-full}. */
    public String spelling() {
        return spelling;
    }

    /**
     * Reads libpq's spelling, which is lower case.
     *
     * @throws ConfigException if it is another word, among them {@code allow} and {@code verify-ca}, which are not
     *     supported yet
     */
    public static SslMode parse(String text) {
        for (SslMode mode : values()) {
            if (mode.spelling.equals(text)) {
                return mode;
            }
        }
        throw new ConfigException("sslmode " + Echo.of(text)
                + switch (text) {
                    case "allow" -> " is not supported yet; use prefer, which tries encryption first";
                    case "verify-ca" -> " is not supported yet; use verify-full, which checks the host's name as well";
                    default ->
                        " is not known; expected one of "
                                + Arrays.stream(values()).map(SslMode::spelling).collect(Collectors.joining(", "));
                });
    }
}
