package io.github.pgchime.bench.change;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.SslMode;
import java.util.Locale;
import java.util.Map;

/** A way to the server. */
enum Route {
    TCP("TCP"),
    UNIX("Unix socket"),
    TLS("TLS"),
    DELAYED("TCP over a loopback delayed by 5 ms each way");

    private final String title;

    Route(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** How the command line calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The options of this way to the server. */
    ConnectionOptions options(String url, String socketDirectory) {
        ConnectionOptions.Builder tcp = ConnectionOptions.parse(url, Map.of()).toBuilder();
        return switch (this) {
            case TCP, DELAYED -> tcp.sslMode(SslMode.DISABLE).build();
            case TLS -> tcp.sslMode(SslMode.REQUIRE).build();
            case UNIX -> tcp.host(socketDirectory).build();
        };
    }

    /** They as a URL for a process of its own. */
    static String url(ConnectionOptions options) {
        return "postgresql://" + options.user() + "@:" + options.port() + "/" + options.database() + "?host="
                + options.host() + "&sslmode=" + options.sslMode().spelling();
    }

    /** They as pgjdbc takes them. */
    static String jdbcUrl(String url) {
        ConnectionOptions options = ConnectionOptions.parse(url, Map.of());
        return "jdbc:postgresql://" + options.host() + ":" + options.port() + "/" + options.database() + "?user="
                + options.user() + "&sslmode=" + options.sslMode().spelling();
    }
}
