package io.github.pgchime.change;

import java.util.Optional;

/** The version of this library. */
final class Version {

    private Version() {}

    /** As the jar's manifest has it; outside of a jar it has none. */
    static String of() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
