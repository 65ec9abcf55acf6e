package io.github.pgchime.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class TerminalTest {

    @Test
    void terminal_notSaidToBeOne_isNone() {
        assertThat(Terminal.of(new Properties(), Map.of("TERM", "xterm"))).isEqualTo(new Terminal(false, false));
    }

    @Test
    void terminal_hasColoursUnlessRefusedOrUnable() {
        assertThat(terminal(Map.of("TERM", "xterm"))).isEqualTo(new Terminal(true, true));
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", ""))).isEqualTo(new Terminal(true, true));
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(new Terminal(true, false));
        assertThat(terminal(Map.of("TERM", "dumb"))).isEqualTo(new Terminal(true, false));
        assertThat(terminal(Map.of())).isEqualTo(new Terminal(true, false));
    }

    private static Terminal terminal(Map<String, String> environment) {
        Properties properties = new Properties();
        properties.setProperty(Terminal.PROPERTY, "true");
        return Terminal.of(properties, environment);
    }
}
