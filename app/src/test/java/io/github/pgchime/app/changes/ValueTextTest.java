package io.github.pgchime.app.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.change.Value;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ValueTextTest {

    @Test
    void value_ofEachKind_isToldApart() {
        assertThat(ValueText.of(new Value.Null())).isEqualTo("NULL");
        assertThat(ValueText.of(new Value.Present("NULL"))).isEqualTo("'NULL'");
        assertThat(ValueText.of(new Value.Unchanged())).isEqualTo("(unchanged)");
        assertThat(ValueText.of(new Value.Absent())).isEqualTo("(absent)");
    }

    @Test
    void value_ofAnyType_isReadable() {
        assertThat(text(42)).isEqualTo("42");
        assertThat(text(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(text(LocalDate.parse("2026-11-21"))).isEqualTo("2026-11-21");
        assertThat(text(new byte[] {0, (byte) 0xFF})).isEqualTo("\\x00ff");
        assertThat(text(Arrays.asList("a", null, List.of(1, 2)))).isEqualTo("['a', NULL, [1, 2]]");
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("street", "Ring");
        attributes.put("door", null);
        assertThat(text(attributes)).isEqualTo("{street: 'Ring', door: NULL}");
    }

    @Test
    void value_thatIsLong_isShortened() {
        assertThat(text("x".repeat(200))).isEqualTo("'" + "x".repeat(200) + "'");
        assertThat(text("x".repeat(201))).isEqualTo("'" + "x".repeat(199) + "… (201 characters)'");
        assertThat(text("𝄞".repeat(101))).isEqualTo("'" + "𝄞".repeat(100) + "… (202 characters)'");
        assertThat(text(new byte[100])).isEqualTo("\\x" + "00".repeat(100));
        assertThat(text(new byte[101])).isEqualTo("\\x" + "00".repeat(100) + "… (101 bytes)");
    }

    private static String text(Object value) {
        return ValueText.of(new Value.Present(value));
    }
}
