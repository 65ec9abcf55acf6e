package io.github.pgchime.doctor;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.replication.WalSender;
import java.time.Duration;
import java.util.List;

/** The session that a feed streams over: whether it can be had, and if not, whose fault it is. */
record ReplicationSession(ConnectionOptions options, Vitals vitals) {

    /** For how long a new slot may wait for one lock; that it waits is known by then. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** PgBouncer refuses the start-up parameter with the first, Amazon's RDS Proxy with the second. */
    private static final List<String> REFUSES_PARAMETER = List.of("08P01", "0A000");

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String SYNTAX_ERROR = "42601";

    /** What an open session tells. */
    List<Check> examine(WalSender walSender) {
        LinkChecks link = new LinkChecks(options, vitals);
        try {
            walSender.query("IDENTIFY_SYSTEM");
        } catch (ServerException e) {
            if (e.sqlState().equals(SYNTAX_ERROR)) {
                return List.of(
                        link.poolerRefusesReplication("the start-up parameter replication was lost on the way"),
                        roleByCatalog(),
                        CheckName.WALSENDER.skipped("see pooler"));
            }
            throw e;
        }
        walSender.query("SET lock_timeout = " + PATIENCE.toMillis());
        return List.of(
                link.poolerPassesReplication(),
                CheckName.ROLE.ok(options.user() + " may open replication sessions"),
                CheckName.WALSENDER.ok("a replication session opens"),
                CheckName.WAL_SENDER_TIMEOUT.ok("wal_sender_timeout is "
                        + Duration.ofMillis(vitals.walSenderTimeout()).toSeconds()
                        + " s, and a feed sets its own for its session"));
    }

    /** What it tells that there is none. */
    List<Check> examine(PgChimeException cause) {
        if (!(cause instanceof ServerException e)) {
            return List.of(refused(cause));
        }
        if (REFUSES_PARAMETER.contains(e.sqlState())) {
            return List.of(
                    new LinkChecks(options, vitals)
                            .poolerRefusesReplication(e.error().toString()),
                    roleByCatalog(),
                    CheckName.WALSENDER.skipped("see pooler"));
        }
        if (e.sqlState().equals(INSUFFICIENT_PRIVILEGE)) {
            return List.of(role(e.error().message()), CheckName.WALSENDER.skipped("see role"));
        }
        if (e.sqlState().equals(TOO_MANY_CONNECTIONS) && e.error().message().contains("max_wal_senders")) {
            return List.of(
                    CheckName.SENDERS.fail(
                            e.error().message(),
                            vitals.remedy()
                                    .setAndRestart(
                                            "max_wal_senders",
                                            Long.toString(vitals.senders().most() + 10))),
                    CheckName.WALSENDER.skipped("see senders"));
        }
        return List.of(refused(cause));
    }

    private Check refused(PgChimeException cause) {
        return CheckName.WALSENDER.fail(String.valueOf(cause.getMessage()), new ConnectionAdvice(options).fix(cause));
    }

    private Check roleByCatalog() {
        return vitals.mayReplicate()
                ? CheckName.ROLE.ok(options.user() + " may open replication sessions, says the catalog")
                : role("it has not the attribute REPLICATION");
    }

    private Check role(String why) {
        return CheckName.ROLE.fail(
                options.user() + " may not open replication sessions: " + why,
                vitals.remedy().replication(options.user()));
    }
}
