package io.github.pgchime.debezium;

/** How bytea is written: Debezium's {@code binary.handling.mode}. */
public enum BinaryMode implements Spelled {
    /** As bytes, which in JSON are Base64. */
    BYTES("bytes"),
    /** Base64. */
    BASE64("base64"),
    /** Base64 with the alphabet for URLs. */
    BASE64_URL_SAFE("base64-url-safe"),
    /** Hexadecimal digits. */
    HEX("hex");

    private final String spelling;

    BinaryMode(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public String spelling() {
        return spelling;
    }
}
