package io.github.pgchime;

/**
 * A version of PostgreSQL's protocol.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-VERSIONS">PostgreSQL: protocol
 *     versions</a>
 */
public enum ProtocolVersion {
    /** Of all servers. */
    V3_0("3.0", 3 << 16),
    /** Of servers from 18 on; keys that cancel queries may be longer. */
    V3_2("3.2", (3 << 16) | 2);

    private static final String LATEST = "latest";

    private final String spelling;
    private final int code;

    ProtocolVersion(String spelling, int code) {
        this.spelling = spelling;
        this.code = code;
    }

    /** As libpq spells it. */
    public String spelling() {
        return spelling;
    }

    /** As the start-up message has it. */
    public int code() {
        return code;
    }

    /**
     * Reads libpq's spelling; {@code latest} is the newest one here.
     *
     * @throws ConfigException if it is another word
     */
    static ProtocolVersion parse(Parameter parameter, String text) {
        return text.equals(LATEST) ? V3_2 : Word.parse(parameter.toString(), values(), ProtocolVersion::spelling, text);
    }
}
