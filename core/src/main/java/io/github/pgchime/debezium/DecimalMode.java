package io.github.pgchime.debezium;

/** How numeric and money are written: Debezium's {@code decimal.handling.mode}. */
public enum DecimalMode implements Spelled {
    /** The unscaled value, as Base64 of its bytes. */
    PRECISE("precise"),
    /** A floating-point number, which may lose digits. */
    DOUBLE("double"),
    /** The digits as text. */
    STRING("string");

    private final String spelling;

    DecimalMode(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public String spelling() {
        return spelling;
    }
}
