package io.github.pgchime.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class StderrLogTest {

    private final StderrLog log = new StderrLog();

    @Test
    void entry_isLevelAndMessageOnOneLine() {
        assertThat(log.format(new LogRecord(Level.WARNING, "refused\n  again\u001b[2J")))
                .isEqualTo("warning: refused again?[2J" + System.lineSeparator());
        assertThat(log.format(new LogRecord(Level.SEVERE, "no"))).startsWith("error: no");
        assertThat(log.format(new LogRecord(Level.INFO, "yes"))).startsWith("info: yes");
        assertThat(log.format(new LogRecord(Level.FINE, "perhaps"))).startsWith("debug: perhaps");
    }

    @Test
    void entry_withThrown_bringsItsTrace() {
        LogRecord entry = new LogRecord(Level.WARNING, "a listener threw");
        entry.setThrown(new IllegalStateException("oops"));
        assertThat(log.format(entry).lines())
                .startsWith("warning: a listener threw", "java.lang.IllegalStateException: oops")
                .hasSizeGreaterThan(3);
    }
}
