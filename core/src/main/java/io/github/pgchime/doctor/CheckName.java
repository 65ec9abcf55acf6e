package io.github.pgchime.doctor;

import io.github.pgchime.doctor.Check.Status;
import java.util.Optional;

/** Every check there is, in the order of a report; the spellings are what programs go by. */
enum CheckName {
    CONNECT("connect"),
    TLS("tls"),
    POOLER("pooler"),
    VERSION("version"),
    RECOVERY("recovery"),
    WAL_LEVEL("wal-level"),
    SLOTS("slots"),
    SENDERS("senders"),
    ROLE("role"),
    WALSENDER("walsender"),
    WAL_SENDER_TIMEOUT("wal-sender-timeout"),
    PLUGIN_TEST_DECODING("plugin-test_decoding"),
    PLUGIN_WAL2JSON("plugin-wal2json"),
    PLUGIN_PGOUTPUT("plugin-pgoutput"),
    PUBLICATION("publication"),
    TABLES("tables"),
    REPLICA_IDENTITY("replica-identity"),
    OPEN_TRANSACTIONS("open-transactions"),
    IDLE_IN_TRANSACTION("idle-in-transaction"),
    SYNCHRONOUS_STANDBY("synchronous-standby");

    private final String spelling;

    CheckName(String spelling) {
        this.spelling = spelling;
    }

    Check ok(String finding) {
        return new Check(spelling, Status.OK, finding, Optional.empty());
    }

    Check warn(String finding, String fix) {
        return new Check(spelling, Status.WARN, finding, Optional.of(fix));
    }

    Check fail(String finding, String fix) {
        return new Check(spelling, Status.FAIL, finding, Optional.of(fix));
    }

    Check skipped(String why) {
        return new Check(spelling, Status.SKIPPED, why, Optional.empty());
    }

    /** Whether a check is of this name. */
    boolean names(Check check) {
        return check.name().equals(spelling);
    }
}
