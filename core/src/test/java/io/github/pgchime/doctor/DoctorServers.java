package io.github.pgchime.doctor;

import java.util.Optional;

/** Servers as they might be found. */
final class DoctorServers {

    private DoctorServers() {}

    /** A server with nothing wrong about it. */
    static Vitals sound() {
        return new Vitals(
                "PostgreSQL 18.1",
                18,
                Platform.POSTGRESQL,
                false,
                Optional.of(false),
                Optional.of(new Vitals.Address("10.0.0.5", 5433)),
                false,
                "logical",
                new Vitals.Usage(0, 10),
                "",
                new Vitals.Usage(0, 10),
                60_000,
                Optional.of("pgoutput, test_decoding"),
                true,
                "",
                false,
                0);
    }

    static Vitals of(int major, boolean inRecovery) {
        Vitals v = sound();
        return new Vitals(
                v.version(),
                major,
                v.platform(),
                v.proxied(),
                v.serverTls(),
                v.address(),
                inRecovery,
                v.walLevel(),
                v.slots(),
                v.inactiveSlots(),
                v.senders(),
                v.walSenderTimeout(),
                v.allowedPlugins(),
                v.mayReplicate(),
                v.synchronousStandbys(),
                v.standbyThere(),
                v.waitingForStandby());
    }

    static Vitals on(Platform platform, boolean mayReplicate) {
        Vitals v = sound();
        return new Vitals(
                v.version(),
                v.major(),
                platform,
                v.proxied(),
                v.serverTls(),
                v.address(),
                v.inRecovery(),
                v.walLevel(),
                v.slots(),
                v.inactiveSlots(),
                v.senders(),
                v.walSenderTimeout(),
                v.allowedPlugins(),
                mayReplicate,
                v.synchronousStandbys(),
                v.standbyThere(),
                v.waitingForStandby());
    }

    static Vitals reached(boolean proxied, Optional<Boolean> tls, Optional<Vitals.Address> address) {
        Vitals v = sound();
        return new Vitals(
                v.version(),
                v.major(),
                v.platform(),
                proxied,
                tls,
                address,
                v.inRecovery(),
                v.walLevel(),
                v.slots(),
                v.inactiveSlots(),
                v.senders(),
                v.walSenderTimeout(),
                v.allowedPlugins(),
                v.mayReplicate(),
                v.synchronousStandbys(),
                v.standbyThere(),
                v.waitingForStandby());
    }

    static Vitals synchronous(boolean standbyThere) {
        Vitals v = sound();
        return new Vitals(
                v.version(),
                v.major(),
                v.platform(),
                v.proxied(),
                v.serverTls(),
                v.address(),
                v.inRecovery(),
                v.walLevel(),
                v.slots(),
                v.inactiveSlots(),
                v.senders(),
                v.walSenderTimeout(),
                v.allowedPlugins(),
                v.mayReplicate(),
                "here",
                standbyThere,
                0);
    }
}
