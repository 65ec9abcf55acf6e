package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.SslMode;
import io.github.pgchime.SslNegotiation;
import io.github.pgchime.TlsVersion;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Asks for TLS before anything else is said, and answers for what {@code sslmode} promises.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION">PostgreSQL: sslmode</a>
 */
final class Tls {

    /** A socket under TLS, and who is at its other end. */
    record Secured(SSLSocket socket, X509Certificate certificate) {}

    /** So registered, and demanded of a server that is not asked in plain text whether it is one. */
    private static final String ALPN = "postgresql";

    private final ConnectionOptions options;

    Tls(ConnectionOptions options) {
        this.options = options;
    }

    /** Empty if the session stays in plain text, where that is allowed. */
    Optional<Secured> upgrade(Link link, Intake in) throws IOException {
        if (options.sslMode() == SslMode.DISABLE) {
            return Optional.empty();
        }
        boolean direct = options.sslNegotiation() == SslNegotiation.DIRECT;
        return direct || isOffered(link, in)
                ? Optional.of(handshake(new Underlay(link, in), direct))
                : Optional.empty();
    }

    private boolean isOffered(Link link, Intake in) throws IOException {
        new FrameWriter(link.out()).send(new FrontendMessage.SslRequest());
        int answer = in.read();
        if (answer == 'N' && !options.sslMode().isEncrypted()) {
            return false;
        }
        if (answer == 'N') {
            throw new ConfigException("the server does not offer TLS, and sslmode is "
                    + options.sslMode().spelling()
                    + (options.sslModeExplicit() ? "" : " (the default for a host that is not local)")
                    + "; turn ssl on at the server, or, on a network you trust, say sslmode=disable");
        }
        if (answer < 0) {
            throw new ConnectionLostException("the server closed the connection when asked for TLS");
        }
        if (answer == 'E') {
            // CVE-2024-10977: whoever is in between could say anything here.
            throw new ConnectionLostException(
                    "asked for TLS, the server answered with an error, whose text is not believed");
        }
        if (answer != 'S') {
            throw new ProtocolException("asked for TLS, the server answered with the byte 0x"
                    + Integer.toHexString(answer) + "; expected S or N. Is this a PostgreSQL server?");
        }
        if (in.available() > 0) {
            // CVE-2021-23222: what follows the S in plain text was not said under TLS.
            throw new ProtocolException("unencrypted bytes follow the server's consent to TLS");
        }
        return true;
    }

    private Secured handshake(Underlay plain, boolean direct) throws IOException {
        SSLSocket socket = (SSLSocket) new TlsContext(options)
                .make()
                .getSocketFactory()
                .createSocket(plain, options.host(), options.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        if (options.sslMode() == SslMode.VERIFY_FULL) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setProtocols(
                options.tlsVersions().stream().map(TlsVersion::spelling).toArray(String[]::new));
        parameters.setApplicationProtocols(new String[] {ALPN});
        if (!options.sslSni()) {
            parameters.setServerNames(List.of());
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            throw asConfig(e);
        }
        String agreed = socket.getApplicationProtocol();
        if (!agreed.equals(ALPN) && (direct || !agreed.isEmpty())) {
            throw new ProtocolException("under TLS the server did not agree to speak the protocol " + ALPN
                    + (direct
                            ? ", which sslnegotiation=direct takes: it may be older than 17, or something else"
                            : ""));
        }
        return new Secured(socket, (X509Certificate) socket.getSession().getPeerCertificates()[0]);
    }

    /** A certificate that does not convince will not convince the next time; a broken connection may be whole then. */
    private ConfigException asConfig(SSLException e) throws SSLException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return new ConfigException(
                        "the server's certificate does not prove that it is " + options.host() + ": "
                                + cause.getMessage()
                                + "; it must be valid today, bear that name, and come from a CA that"
                                + " the JVM trusts or that sslrootcert=/path/to/ca.pem names; or, to encrypt without"
                                + " knowing to whom, say sslmode=require",
                        e);
            }
        }
        throw e;
    }
}
