package io.github.pgchime.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A certificate authority of one test run and the server certificates it signs, as PEM files in a temporary directory that
 * goes with the JVM. Names that are IP addresses become IP entries, all others DNS entries. Safe for several threads.
 */
public final class TestCertificates {

    private static final Duration LIFE = Duration.ofDays(2);

    private final Path directory;
    private final Instant now;
    private final CertificateMint mint;
    private final CertificateMint edwards;
    private final Path caFile;
    private final ServerCertificate server;
    private final AtomicInteger issued = new AtomicInteger();

    private TestCertificates(Path directory, Instant now) throws IOException {
        this.directory = directory;
        this.now = now;
        this.mint = CertificateMint.create("EC", now.minus(LIFE), now.plus(LIFE));
        this.edwards = CertificateMint.create("Ed25519", now.minus(LIFE), now.plus(LIFE));
        this.caFile = Files.writeString(directory.resolve("ca.crt"), mint.caPem() + edwards.caPem());
        caFile.toFile().deleteOnExit();
        this.server = write(mint.sign("EC", now.minus(LIFE), now.plus(LIFE), "localhost", "127.0.0.1", "::1"));
    }

    /** A new authority. */
    public static TestCertificates create() {
        return create(InstantSource.system());
    }

    /** A new authority, by the given clock. */
    public static TestCertificates create(InstantSource clock) {
        try {
            Path directory = Files.createTempDirectory("pgchime-certificates");
            directory.toFile().deleteOnExit();
            return new TestCertificates(directory, clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a client trusts: {@code sslrootcert}. */
    public Path caFile() {
        return caFile;
    }

    /** The certificate for localhost, 127.0.0.1 and ::1. */
    public ServerCertificate server() {
        return server;
    }

    /** {@link #server()}'s certificate. */
    public Path serverCertFile() {
        return server.certFile();
    }

    /** {@link #server()}'s key. */
    public Path serverKeyFile() {
        return server.keyFile();
    }

    /** A good certificate (ECDSA P-256) for names of the caller's choice; the wrong ones make a wrong host. */
    public ServerCertificate server(String... names) {
        return write(mint.sign("EC", now.minus(LIFE), now.plus(LIFE), names));
    }

    /** One whose key and signature are Ed25519, for which RFC 5929 knows no {@code tls-server-end-point} hash. */
    public ServerCertificate ed25519(String... names) {
        return write(edwards.sign("Ed25519", now.minus(LIFE), now.plus(LIFE), names));
    }

    /** One with a 2048 bit RSA key. */
    public ServerCertificate rsa(String... names) {
        return write(mint.sign("RSA", now.minus(LIFE), now.plus(LIFE), names));
    }

    /** One that ended yesterday. */
    public ServerCertificate expired(String... names) {
        return write(mint.sign("EC", now.minus(LIFE), now.minus(Duration.ofDays(1)), names));
    }

    /** One that nobody vouches for. */
    public ServerCertificate selfSigned(String... names) {
        return write(CertificateMint.selfSigned(now.minus(LIFE), now.plus(LIFE), names));
    }

    /** The lists of all authorities here, on which this certificate is. */
    public Path revoked(ServerCertificate certificate) {
        try (InputStream pem = Files.newInputStream(certificate.certFile())) {
            return crl(Optional.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lists of all authorities here, on which nothing is. */
    public Path nothingRevoked() {
        try {
            return crl(Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key of a certificate in a file of its own, encrypted as OpenSSL does it. */
    public Path encryptedKey(ServerCertificate certificate, String password) {
        Path file = directory.resolve("encrypted-" + issued.incrementAndGet() + ".key");
        try {
            PrivateFile.write(file, CertificateMint.encrypted(Files.readString(certificate.keyFile()), password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file.toFile().deleteOnExit();
        return file;
    }

    private Path crl(Optional<X509Certificate> revoked) throws IOException {
        Path file = directory.resolve("revoked-" + issued.incrementAndGet() + ".crl");
        file.toFile().deleteOnExit();
        Instant until = now.plus(LIFE);
        return Files.writeString(
                file,
                mint.crlPem(now.minus(LIFE), until, revoked)
                        + edwards.crlPem(now.minus(LIFE), until, Optional.empty()));
    }

    private ServerCertificate write(CertificateMint.Minted minted) {
        int number = issued.incrementAndGet();
        Path certificate = directory.resolve("server-" + number + ".crt");
        Path key = directory.resolve("server-" + number + ".key");
        try {
            Files.writeString(certificate, minted.certificatePem());
            PrivateFile.write(key, minted.keyPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        certificate.toFile().deleteOnExit();
        key.toFile().deleteOnExit();
        return new ServerCertificate(certificate, key);
    }
}
