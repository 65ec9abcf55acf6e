package io.github.pgchime.doctor;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What lies between here and the server: encryption, and whoever answers in the server's name. */
record LinkChecks(ConnectionOptions options, Vitals vitals) {

    Check connect() {
        return CheckName.CONNECT.ok(
                options.user() + " on " + options.database() + " at " + options.host() + " port " + options.port());
    }

    Check tls() {
        Optional<Boolean> encrypted = encrypted();
        if (encrypted.isEmpty()) {
            return CheckName.TLS.warn(
                    "sslmode is prefer, and only the proxy in between knows whether this side is encrypted",
                    "sslmode=verify-full  # in the URL");
        }
        if (encrypted.get()) {
            return CheckName.TLS.ok(
                    options.sslMode() == SslMode.VERIFY_FULL
                            ? "encrypted, and the server's certificate is checked"
                            : "encrypted; the server's certificate is not checked (sslmode="
                                    + options.sslMode().spelling() + ")");
        }
        return isLocal()
                ? CheckName.TLS.ok("not encrypted, and the server is on this machine")
                : CheckName.TLS.warn(
                        "not encrypted, and the server is not on this machine (sslmode="
                                + options.sslMode().spelling() + ")",
                        "sslmode=verify-full  # in the URL");
    }

    /** Only under prefer must one ask; behind a proxy the server's answer is about the proxy's own connection. */
    private Optional<Boolean> encrypted() {
        return switch (options.sslMode()) {
            case DISABLE -> Optional.of(false);
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> Optional.of(true);
            case ALLOW, PREFER -> vitals.proxied() ? Optional.empty() : vitals.serverTls();
        };
    }

    /** By the same rule that chooses the default mode. */
    private boolean isLocal() {
        if (options.unixSocket().isPresent()) {
            return true;
        }
        ConnectionOptions byDefault = ConnectionOptions.builder()
                .host(options.host())
                .user(options.user())
                .build();
        return byDefault.sslMode() == SslMode.PREFER;
    }

    /** Replication works: whoever is in between does no harm. Neon's proxy, for one, is always there. */
    Check poolerPassesReplication() {
        return CheckName.POOLER.ok(
                vitals.proxied()
                        ? "a proxy or pooler answers in the server's name, and lets replication sessions through"
                        : "none: the process that answers is the server's own");
    }

    /** @param evidence how it is known that something is in between and does not know replication */
    Check poolerRefusesReplication(String evidence) {
        return CheckName.POOLER.fail(
                "a connection pooler stands in between, and takes no replication sessions: " + evidence,
                direct() + "  # connect to the server itself; PgBouncer passes replication on from 1.23");
    }

    private String direct() {
        String server = vitals.address()
                .map(address -> inUrl(address.host()) + ":" + address.port())
                .orElse("<server>:5432");
        // The poolers of Neon differ from the server in this part of their name.
        String host = options.host().contains("-pooler.")
                ? options.host().replace("-pooler.", ".") + ":" + options.port()
                : server;
        return "postgresql://" + encoded(options.user()) + "@" + host + "/" + encoded(options.database());
    }

    private static String inUrl(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
