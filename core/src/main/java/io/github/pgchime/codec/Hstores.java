package io.github.pgchime.codec;

import io.github.pgchime.wire.WireReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extension hstore's type.
 *
 * @see <a href="https://www.postgresql.org/docs/current/hstore.html">PostgreSQL: hstore</a>
 */
final class Hstores {

    private static final int SMALLEST_PAIR = 2 * Integer.BYTES;

    private Hstores() {}

    static Map<String, @Nullable String> text(byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor("hstore", "pairs such as \"a\"=>\"1\", \"b\"=>NULL", bytes, from, to);
        Map<String, @Nullable String> pairs = new LinkedHashMap<>();
        while (!text.atEnd()) {
            if (!pairs.isEmpty()) {
                text.expect(", ");
            }
            Token key = Token.next(text, '=', '=', '=');
            text.expect("=>");
            Token value = Token.next(text, ',', ',', ',');
            if (!key.isQuoted() || !(value.isQuoted() || value.isNull())) {
                throw text.malformed();
            }
            pairs.put(key.string(), value.isNull() ? null : value.string());
        }
        return Collections.unmodifiableMap(pairs);
    }

    static Map<String, @Nullable String> binary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type hstore", bytes, from, to);
        int count = value.int32();
        if (count < 0 || count > value.remaining() / SMALLEST_PAIR) {
            throw Malformed.value("hstore", "a count of pairs and as many", bytes, from, to);
        }
        Map<String, @Nullable String> pairs = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            String key = (String) Counted.present(value, Scalar.TEXT);
            pairs.put(key, (String) Counted.value(value, Scalar.TEXT));
        }
        value.expectEnd();
        return Collections.unmodifiableMap(pairs);
    }
}
