package io.github.pgchime.app.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class TargetTest {

    @Test
    void connection_noOption_isTheEnvironmentAlone() {
        assertThat(connection()).usingRecursiveComparison().isEqualTo(ConnectionOptions.parse("postgresql://"));
    }

    @Test
    void connection_options_goBeforeTheUrl() {
        ConnectionOptions connection = connection(
                "--url", "postgresql://ada@db/shop?application_name=x&connect_timeout=3",
                "--application-name", "till",
                "--connect-timeout", "1500ms");
        assertThat(connection.host()).isEqualTo("db");
        assertThat(connection.applicationName()).isEqualTo("till");
        assertThat(connection.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
    }

    private static ConnectionOptions connection(String... args) {
        return CommandLine.populateCommand(new Target(), args).connection();
    }
}
