package io.github.pgchime.doctor;

import java.util.List;

/** What the server's version, its state and its settings allow. */
record ServerChecks(Vitals vitals) {

    private static final int OLDEST = 12;
    private static final int OLDEST_TESTED = 14;
    private static final int NEWEST_TESTED = 18;

    /** From here on a standby decodes. */
    private static final int DECODING_STANDBY = 16;

    List<Check> all() {
        return List.of(version(), recovery(), walLevel(), slots(), senders(), synchronousStandby());
    }

    private Check version() {
        String found = "PostgreSQL " + vitals.major();
        if (vitals.major() < OLDEST) {
            return CheckName.VERSION.fail(
                    found + "; at least " + OLDEST + " is needed",
                    "pg_upgrade  # to a version from " + OLDEST_TESTED + " on");
        }
        return CheckName.VERSION.ok(
                vitals.major() < OLDEST_TESTED || vitals.major() > NEWEST_TESTED
                        ? found + ", with which pgchime is not tested (" + OLDEST_TESTED + " to " + NEWEST_TESTED + ")"
                        : found);
    }

    private Check recovery() {
        if (!vitals.inRecovery()) {
            return CheckName.RECOVERY.ok("a primary");
        }
        return vitals.major() < DECODING_STANDBY
                ? CheckName.RECOVERY.fail(
                        "a standby, and PostgreSQL " + vitals.major() + " decodes on the primary only",
                        "target_session_attrs=primary  # that is: connect to the primary's host")
                : CheckName.RECOVERY.warn(
                        "a standby: a new slot waits until the primary logs its running transactions, and changes come"
                                + " as late as they are replayed",
                        "SELECT pg_log_standby_snapshot(); -- on the primary, while the feed connects");
    }

    private Check walLevel() {
        return vitals.walLevel().equals("logical")
                ? CheckName.WAL_LEVEL.ok("wal_level is logical")
                : CheckName.WAL_LEVEL.fail(
                        "wal_level is " + vitals.walLevel() + ", and logical decoding needs logical",
                        vitals.remedy().walLevel());
    }

    private Check slots() {
        String finding = vitals.slots() + " (max_replication_slots)"
                + (vitals.inactiveSlots().isEmpty() ? "" : "; nobody reads " + vitals.inactiveSlots());
        return usage(CheckName.SLOTS, vitals.slots(), finding, "max_replication_slots");
    }

    private Check senders() {
        return usage(CheckName.SENDERS, vitals.senders(), vitals.senders() + " (max_wal_senders)", "max_wal_senders");
    }

    private Check usage(CheckName name, Vitals.Usage usage, String finding, String setting) {
        return usage.isExhausted()
                ? name.fail(finding, vitals.remedy().setAndRestart(setting, Long.toString(usage.most() + 10)))
                : name.ok(finding);
    }

    private Check synchronousStandby() {
        if (vitals.synchronousStandbys().isEmpty()) {
            return CheckName.SYNCHRONOUS_STANDBY.ok("commits wait for no standby");
        }
        if (vitals.standbyThere()) {
            return CheckName.SYNCHRONOUS_STANDBY.ok("commits wait for a standby, and one is there");
        }
        return CheckName.SYNCHRONOUS_STANDBY.warn(
                "no standby is there of those that commits wait for (" + vitals.synchronousStandbys() + "); "
                        + vitals.waitingForStandby()
                        + " are waiting, and what is not visible is not told: bring the standby back, or do without",
                vitals.remedy().setAndReload("synchronous_standby_names", "''"));
    }
}
