package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.SslMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks for TLS before anything else is said, and answers for what {@code sslmode} promises.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION">PostgreSQL: sslmode</a>
 */
final class Tls {

    /** A socket under TLS, and who is at its other end. */
    record Secured(SSLSocket socket, X509Certificate certificate) {}

    private final ConnectionOptions options;

    Tls(ConnectionOptions options) {
        this.options = options;
    }

    /** Empty if the session stays in plain text, where that is allowed. */
    Optional<Secured> upgrade(Link link, Intake in) throws IOException {
        if (options.sslMode() == SslMode.DISABLE) {
            return Optional.empty();
        }
        new FrameWriter(link.out()).send(new FrontendMessage.SslRequest());
        int answer = in.read();
        if (answer == 'N' && options.sslMode() == SslMode.PREFER) {
            return Optional.empty();
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
        if (answer != 'S') {
            throw new ProtocolException("asked for TLS, the server answered with the byte 0x"
                    + Integer.toHexString(answer) + "; expected S or N. Is this a PostgreSQL server?");
        }
        if (in.available() > 0) {
            // CVE-2021-23222: what follows the S in plain text was not said under TLS.
            throw new ProtocolException("unencrypted bytes follow the server's consent to TLS");
        }
        return Optional.of(handshake(new Underlay(link, in)));
    }

    private Secured handshake(Underlay plain) throws IOException {
        SSLSocket socket =
                (SSLSocket) context().getSocketFactory().createSocket(plain, options.host(), options.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        if (options.sslMode() == SslMode.VERIFY_FULL) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            throw asConfig(e);
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

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ConfigException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** As libpq: a certificate is checked under verify-full, and taken as it is under prefer and require. */
    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        if (options.sslMode() != SslMode.VERIFY_FULL) {
            return new TrustManager[] {new TrustAnyone()};
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (options.sslRootCert().isPresent()) {
            factory.init(authorities(options.sslRootCert().get()));
        } else {
            factory.init((KeyStore) null);
        }
        return factory.getTrustManagers();
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> certificates;
        try (InputStream pem = Files.newInputStream(file)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        } catch (IOException | CertificateException e) {
            throw new ConfigException("sslrootcert " + file + " cannot be read as PEM certificates: " + e, e);
        }
        if (certificates.isEmpty()) {
            throw new ConfigException("sslrootcert " + file + " holds no certificate; expected PEM");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return store;
    }
}
