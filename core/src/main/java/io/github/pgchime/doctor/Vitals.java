package io.github.pgchime.doctor;

import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Row;
import java.util.Optional;
import java.util.Set;

/**
 * The server and the session to it, at one look.
 *
 * @param major the major version, such as 18
 * @param proxied whether the process that serves is not the one that was announced, as behind a pooler
 * @param serverTls whether the server sees the session under TLS; empty where it does not say
 * @param address where the server itself listens, if it does on the network
 * @param inactiveSlots the names of the slots that nobody reads; may be empty
 * @param allowedPlugins {@code output_plugin_libraries}, where there is such a setting
 * @param mayReplicate whether the catalog gives the role the right to replication sessions
 * @param standbyThere whether a synchronous standby is connected, or may be
 */
record Vitals(
        String version,
        int major,
        Platform platform,
        boolean proxied,
        Optional<Boolean> serverTls,
        Optional<Address> address,
        boolean inRecovery,
        String walLevel,
        Usage slots,
        String inactiveSlots,
        Usage senders,
        long walSenderTimeout,
        Optional<String> allowedPlugins,
        boolean mayReplicate,
        String synchronousStandbys,
        boolean standbyThere,
        long waitingForStandby) {

    /** A network address as the server itself knows it. */
    record Address(String host, long port) {}

    /** How many there are of what there can be. */
    record Usage(long used, long most) {
        boolean isExhausted() {
            return used >= most;
        }

        @Override
        public String toString() {
            return used + " of " + most + " in use";
        }
    }

    static Vitals of(PgConnection session, Row row) {
        return new Vitals(
                row.text("version"),
                session.majorVersion(),
                Platform.of(
                        Set.of(row.optional("prefixes").orElse("").split(",", -1)),
                        row.optional("first_superuser").orElse("-"),
                        row.bool("aurora_version")),
                session.backendPid() != row.int64("pid"),
                row.optional("tls").map("t"::equals),
                row.optional("address").map(host -> new Address(host, row.int64("port"))),
                row.bool("in_recovery"),
                row.text("wal_level"),
                new Usage(row.int64("slots"), row.int64("max_slots")),
                row.optional("inactive_slots").orElse(""),
                new Usage(row.int64("senders"), row.int64("max_senders")),
                row.int64("wal_sender_timeout"),
                row.optional("output_plugin_libraries"),
                row.bool("replication"),
                row.optional("synchronous_standbys").orElse(""),
                row.bool("synchronous_standby_there"),
                row.int64("waiting_for_standby"));
    }

    Remedy remedy() {
        return new Remedy(platform);
    }
}
