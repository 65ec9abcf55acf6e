package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a notifier tells of a server that restarts, crashes, or is a standby for a while; over both drivers at once. */
@OldestAndNewest(own = true)
final class FailoverIT {

    private final PostgresServer server;
    private TestDatabase database;
    private Aftermath aftermath;

    FailoverIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        aftermath = new Aftermath(database);
    }

    @AfterEach
    void drop() {
        aftermath.awaitNothing();
        database.close();
    }

    @Test
    void restartCrashAndFailover_areOneGapEach() throws Exception {
        try (Drip drip = new Drip(database, Audience.CHANNELS);
                Audience one = new Audience(notifier(Driver.NATIVE), drip);
                Audience other = new Audience(notifier(Driver.PGJDBC), drip)) {
            server.restart();
            one.assertOneGapForEach(1);
            other.assertOneGapForEach(1);
            server.crash();
            one.assertOneGapForEach(2);
            other.assertOneGapForEach(2);
            demote();
            assertIsRefusedAtTheStart(Driver.NATIVE);
            assertIsRefusedAtTheStart(Driver.PGJDBC);
            awaitRefusal(one);
            awaitRefusal(other);
            assertThat(database.queryOne("SELECT pg_promote()")).isEqualTo("t");
            one.assertOneGapForEach(3);
            other.assertOneGapForEach(3);
        }
    }

    /** Makes it a standby, which waits for a primary that there is not. */
    private void demote() throws IOException {
        Path directory = Path.of(database.queryOne("SHOW data_directory"));
        server.stop();
        Files.createFile(directory.resolve("standby.signal"));
        server.restart();
    }

    private void assertIsRefusedAtTheStart(Driver driver) {
        assertThatThrownBy(() -> notifier(driver).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("standby")
                .hasMessageContaining("primary");
    }

    /** A standby is found, and tried again as soon as any server that is down. */
    private static void awaitRefusal(Audience audience) {
        eventually()
                .untilAsserted(
                        () -> assertThat(audience.outages().lastRetry().cause()).hasMessageContaining("25006"));
        assertThat(audience.outages().lastRetry().delay()).isLessThan(Duration.ofSeconds(1));
    }

    private NotifierBuilder notifier(Driver driver) {
        return Notifier.builder(driver.to(database.url())).backoff(Duration.ofMillis(10), Duration.ofMillis(50));
    }
}
