package io.github.pgchime.codec;

import io.github.pgchime.wire.WireReader;
import java.nio.charset.StandardCharsets;

/** The binary form of tsvector, {@code tsvectorsend}: each word and its places, as the server would write their text. */
final class TextSearch {

    private static final int PLACE_BITS = 14;
    private static final int PLACE = (1 << PLACE_BITS) - 1;

    /** By the number in the two bits above a place; the lowest weight is left out. */
    private static final String[] WEIGHTS = {"", "C", "B", "A"};

    private TextSearch() {}

    static String tsvectorBinary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type tsvector", bytes, from, to);
        StringBuilder text = new StringBuilder();
        for (int words = value.int32(); words > 0; words--) {
            text.append(text.isEmpty() ? "'" : " '")
                    .append(value.cString(StandardCharsets.UTF_8)
                            .replace("'", "''")
                            .replace("\\", "\\\\"))
                    .append('\'');
            int places = value.int16();
            for (int i = 0; i < places; i++) {
                int place = Short.toUnsignedInt(value.int16());
                text.append(i == 0 ? ':' : ',').append(place & PLACE).append(WEIGHTS[place >> PLACE_BITS]);
            }
        }
        value.expectEnd();
        return text.toString();
    }
}
