package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerErrorTest {

    @Test
    void fields_areNamed() {
        ServerError error = new ServerError(Map.of(
                'S',
                "FEHLER",
                'V',
                "ERROR",
                'C',
                "42P01",
                'M',
                "no such table",
                'D',
                "a detail",
                'H',
                "a hint",
                'q',
                "x"));
        assertThat(error.severity()).isEqualTo("ERROR");
        assertThat(error.sqlState()).isEqualTo("42P01");
        assertThat(error.message()).isEqualTo("no such table");
        assertThat(error.detail()).contains("a detail");
        assertThat(error.hint()).contains("a hint");
        assertThat(error.field('q')).contains("x");
        assertThat(error.field('z')).isEmpty();
        assertThat(error).hasToString("ERROR: no such table (a detail); hint: a hint [42P01]");
    }

    @Test
    void fields_missing_haveDefaults() {
        ServerError error = new ServerError(Map.of());
        assertThat(error.severity()).isEqualTo("ERROR");
        assertThat(error).hasToString("ERROR: (no message) [XX000]");
    }

    @Test
    void severity_ofServersBefore96_isTheTranslatedOne() {
        assertThat(new ServerError(Map.of('S', "FATAL")).severity()).isEqualTo("FATAL");
    }

    @Test
    void text_ofSeveralLines_becomesOne() {
        assertThat(new ServerError(Map.of('M', "one\n  two\r\nthree"))).hasToString("ERROR: one two three [XX000]");
    }

    @Test
    void fields_changedAfterwards_doNotMatter() {
        Map<Character, String> fields = new HashMap<>(Map.of('M', "before"));
        ServerError error = new ServerError(fields);
        fields.put('M', "after");
        assertThat(error.message()).isEqualTo("before");
    }
}
