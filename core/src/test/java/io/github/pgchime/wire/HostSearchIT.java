package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.TargetSessionAttrs;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A primary and its standby, as they report themselves. */
final class HostSearchIT {

    static List<Integer> majors() {
        return List.copyOf(Majors.selected());
    }

    @ParameterizedTest
    @MethodSource("majors")
    void servers_tellWhatTheyAre(int major) {
        try (PostgresServer primary = PostgresServer.start(major, Map.of());
                PostgresServer standby = primary.standby(Map.of())) {
            for (PgConnection.Role role : PgConnection.Role.values()) {
                assertThat(port(primary, standby, TargetSessionAttrs.STANDBY, role))
                        .isEqualTo(standby.port());
                assertThat(port(primary, standby, TargetSessionAttrs.PREFER_STANDBY, role))
                        .isEqualTo(standby.port());
                assertThat(port(standby, primary, TargetSessionAttrs.PRIMARY, role))
                        .isEqualTo(primary.port());
                assertThat(port(standby, primary, TargetSessionAttrs.READ_WRITE, role))
                        .isEqualTo(primary.port());
                assertThat(port(primary, standby, TargetSessionAttrs.READ_ONLY, role))
                        .isEqualTo(standby.port());
            }
            standby.stop();
            assertThat(port(primary, standby, TargetSessionAttrs.PREFER_STANDBY, PgConnection.Role.ORDINARY))
                    .isEqualTo(primary.port());
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> port(primary, standby, TargetSessionAttrs.STANDBY, PgConnection.Role.ORDINARY))
                    .withMessageContaining("is a primary and target_session_attrs is standby")
                    .withMessageContaining("Connection refused");
        }
    }

    private static int port(
            PostgresServer first, PostgresServer second, TargetSessionAttrs attrs, PgConnection.Role role) {
        ConnectionOptions options = ConnectionOptions.parse(
                "postgresql://postgres@" + first.host() + ":" + first.port() + "," + second.host() + ":" + second.port()
                        + "/postgres?sslmode=disable&target_session_attrs=" + attrs.spelling(),
                Map.of());
        try (PgConnection connection = PgConnection.open(options, role, System::nanoTime)) {
            return connection.options().port();
        }
    }
}
