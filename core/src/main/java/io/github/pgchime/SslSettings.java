package io.github.pgchime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was said about encryption, and what follows from it.
 *
 * @param mode the mode, if given
 * @param rootCert the file of trusted roots or {@link #SYSTEM}, if given
 * @param identity the client's certificate, if given
 * @param crl the file of revoked certificates, if given
 * @param sni whether the server is told the host's name before it shows a certificate
 */
record SslSettings(
        Optional<SslMode> mode,
        Optional<Path> rootCert,
        Optional<ClientCertificate> identity,
        Optional<Path> crl,
        boolean sni,
        TlsVersion oldest,
        TlsVersion newest,
        SslNegotiation negotiation) {

    /** Names the JVM's own trusted roots, as libpq's word names OpenSSL's; a file of this name is {@code ./system}. */
    private static final Path SYSTEM = Path.of("system");

    /** @throws ConfigException if they cannot be right together for this host */
    void require(Host host) {
        boolean system = rootCert.filter(SYSTEM::equals).isPresent();
        mode.filter(given -> system && given != SslMode.VERIFY_FULL).ifPresent(weak -> {
            throw new ConfigException("sslmode \"" + weak.spelling()
                    + "\" is too weak for sslrootcert=system; use verify-full, or leave sslrootcert out");
        });
        if (mode.filter(given -> given == SslMode.VERIFY_CA).isPresent() && rootCert.isEmpty()) {
            throw new ConfigException(
                    "sslmode \"verify-ca\" needs sslrootcert: without it anyone's certificate would do that"
                            + " a public authority has signed; give the file of your own, or use verify-full");
        }
        if (crl.isPresent() && !modeFor(host).isVerified() && !host.isDirectory()) {
            throw new ConfigException("sslcrl says which certificates are revoked, and sslmode \""
                    + modeFor(host).spelling() + "\" checks none; use verify-full, or leave sslcrl out");
        }
        if (negotiation == SslNegotiation.DIRECT && !modeFor(host).isEncrypted() && !host.isDirectory()) {
            throw new ConfigException(
                    "sslmode \"" + modeFor(host).spelling()
                            + "\" is too weak for sslnegotiation=direct, which knows no plain text; use require, verify-ca or verify-full");
        }
        if (oldest.compareTo(newest) > 0) {
            throw new ConfigException("ssl_min_protocol_version " + oldest.spelling()
                    + " is newer than ssl_max_protocol_version " + newest.spelling());
        }
    }

    /**
     * The mode to connect with; whoever names roots wants them checked, even on the machine itself, and with {@code require}, as
     * libpq has it.
     */
    SslMode modeFor(Host host) {
        if (host.isDirectory()) {
            return SslMode.DISABLE;
        }
        SslMode chosen =
                mode.orElseGet(() -> host.isLoopback() && rootCert.isEmpty() ? SslMode.PREFER : SslMode.VERIFY_FULL);
        return chosen == SslMode.REQUIRE && rootCert.isPresent() ? SslMode.VERIFY_CA : chosen;
    }

    /** The file of trusted roots; empty for the JVM's own. */
    Optional<Path> rootCertFile() {
        return rootCert.filter(path -> !path.equals(SYSTEM));
    }

    List<TlsVersion> versions() {
        return oldest.upTo(newest);
    }
}
