package io.github.pgchime.app.option;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where to connect: what every command takes that talks to a server, in front of a subcommand as well as behind it. */
public final class Target {

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "postgresql://",
            description =
                    "where to connect: postgresql://user@host:port/database; the PG* environment fills in the rest")
    private String url = "";

    @Option(
            names = "--application-name",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "what pg_stat_activity shows (PGAPPNAME, or pgchime)")
    private Optional<String> applicationName = Optional.empty();

    @Option(
            names = "--connect-timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "DURATION",
            description = "how long connecting may take (PGCONNECT_TIMEOUT, or 10s)",
            converter = DurationText.class)
    private Optional<Duration> connectTimeout = Optional.empty();

    public Target() {}

    /**
     * As the options, and the environment, say.
     *
     * @throws ConfigException if one of them is wrong
     */
    public ConnectionOptions connection() {
        ConnectionOptions.Builder connection = ConnectionOptions.parse(url).toBuilder();
        applicationName.ifPresent(connection::applicationName);
        connectTimeout.ifPresent(connection::connectTimeout);
        return connection.build();
    }
}
