package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.Sql;
import java.time.Duration;

/** What a nudge feed sets for its own walsender session, and needs from the server. */
final class ServerSettings {

    /** How soon the server is to notice that this side has vanished. */
    private static final Duration WAL_SENDER_TIMEOUT = Duration.ofSeconds(60);

    private ServerSettings() {}

    /** Sets up the session; a server that cannot decode at all is told in words. */
    static void apply(WalSender walSender, NudgeOptions options) {
        Duration threeReports = options.statusInterval().multipliedBy(3);
        Duration timeout = threeReports.compareTo(WAL_SENDER_TIMEOUT) > 0 ? threeReports : WAL_SENDER_TIMEOUT;
        walSender.query("SET wal_sender_timeout = " + timeout.toMillis());
        walSender.query(
                "SET lock_timeout = " + options.connection().connectTimeout().toMillis());
        walSender.requireLogicalDecoding();
        options.publication().ifPresent(name -> requirePublication(walSender, name, options));
    }

    private static void requirePublication(WalSender walSender, String name, NudgeOptions options) {
        if (new Catalog(walSender::query).publicationId(name).isEmpty()) {
            String tables = options.tables().isEmpty()
                    ? "FOR ALL TABLES"
                    : "FOR TABLE "
                            + String.join(
                                    ", ",
                                    options.tables().stream()
                                            .map(Sql::identifier)
                                            .toList());
            throw new ConfigException("publication " + name + " does not exist in database "
                    + options.connection().database() + ", and a feed creates none; its owner could run CREATE"
                    + " PUBLICATION " + Sql.identifier(name) + " " + tables + ";");
        }
    }
}
