package io.github.pgchime;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What was said about encryption, and what follows from it.
 *
 * @param mode the mode, if given
 * @param rootCert the file of trusted roots or {@link #SYSTEM}, if given
 */
record SslSettings(Optional<SslMode> mode, Optional<Path> rootCert) {

    /** Names the JVM's own trusted roots, as libpq's word names OpenSSL's; a file of this name is {@code ./system}. */
    private static final Path SYSTEM = Path.of("system");

    SslSettings {
        boolean system = rootCert.filter(SYSTEM::equals).isPresent();
        mode.filter(given -> system && given != SslMode.VERIFY_FULL).ifPresent(weak -> {
            throw new ConfigException("sslmode \"" + weak.spelling()
                    + "\" is too weak for sslrootcert=system; use verify-full, or leave sslrootcert out");
        });
        // libpq checks the certificate's chain for this pair: to check nothing in its place would weaken it in silence.
        mode.filter(given -> rootCert.isPresent() && given == SslMode.REQUIRE).ifPresent(require -> {
            throw new ConfigException("sslmode \"require\" does not check the certificate against sslrootcert;"
                    + " use verify-full, or leave sslrootcert out");
        });
    }

    /** The mode to connect with; whoever names roots wants them checked, even on the machine itself. */
    SslMode modeFor(Host host) {
        if (host.isDirectory()) {
            return SslMode.DISABLE;
        }
        return mode.orElseGet(() -> host.isLoopback() && rootCert.isEmpty() ? SslMode.PREFER : SslMode.VERIFY_FULL);
    }

    /** The file of trusted roots; empty for the JVM's own. */
    Optional<Path> rootCertFile() {
        return rootCert.filter(path -> !path.equals(SYSTEM));
    }
}
