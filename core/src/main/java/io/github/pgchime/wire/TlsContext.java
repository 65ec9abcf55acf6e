package io.github.pgchime.wire;

import io.github.pgchime.ClientCertificate;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a session under TLS trusts, and what it shows for itself; the files are read anew each time. */
final class TlsContext {

    private final ConnectionOptions options;

    TlsContext(ConnectionOptions options) {
        this.options = options;
    }

    /** @throws ConfigException if a file cannot be read, or is not what it should be */
    SSLContext make() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ConfigException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** A certificate is checked under verify-ca and verify-full, and taken as it is under the others. */
    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        if (!options.sslMode().isVerified()) {
            return new TrustManager[] {new TrustAnyone()};
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        Optional<KeyStore> roots = options.sslRootCert().isPresent()
                ? Optional.of(authorities(options.sslRootCert().get()))
                : Optional.empty();
        if (options.sslCrl().isPresent()) {
            factory.init(new CertPathTrustManagerParameters(
                    checkedBy(options.sslCrl().get(), roots.isPresent() ? roots.get() : jvmRoots())));
        } else {
            factory.init(roots.orElse(null));
        }
        return factory.getTrustManagers();
    }

    /** As libpq: every certificate of the chain is looked up, and one whose authority has no list is not believed. */
    private static PKIXBuilderParameters checkedBy(Path file, KeyStore roots)
            throws GeneralSecurityException, IOException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, new X509CertSelector());
        parameters.setRevocationEnabled(true);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations(file))));
        return parameters;
    }

    private static Collection<? extends CRL> revocations(Path file) throws GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends CRL> lists =
                    CertificateFactory.getInstance("X.509").generateCRLs(pem);
            if (lists.isEmpty()) {
                throw new ConfigException("sslcrl " + file + " holds no list of revoked certificates; expected PEM");
            }
            return lists;
        } catch (IOException | CRLException e) {
            throw new ConfigException("sslcrl " + file + " cannot be read as PEM: " + e, e);
        }
    }

    private static KeyStore jvmRoots() throws GeneralSecurityException, IOException {
        TrustManagerFactory usual = TrustManagerFactory.getInstance("PKIX");
        usual.init((KeyStore) null);
        KeyStore store = empty();
        int number = 0;
        for (TrustManager each : usual.getTrustManagers()) {
            if (each instanceof X509TrustManager trust) {
                for (Certificate root : trust.getAcceptedIssuers()) {
                    store.setCertificateEntry("ca" + number++, root);
                }
            }
        }
        return store;
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates("sslrootcert", file)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String parameter, Path file)
            throws KeyStoreException {
        Collection<? extends Certificate> certificates;
        try (InputStream pem = Files.newInputStream(file)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        } catch (IOException | CertificateException e) {
            throw new ConfigException(parameter + " " + file + " cannot be read as PEM certificates: " + e, e);
        }
        if (certificates.isEmpty()) {
            throw new ConfigException(parameter + " " + file + " holds no certificate; expected PEM");
        }
        return certificates;
    }

    private KeyManager @Nullable [] identity() throws GeneralSecurityException, IOException {
        if (options.clientCertificate().isEmpty()) {
            return null;
        }
        ClientCertificate shown = options.clientCertificate().get();
        Certificate[] chain = certificates("sslcert", shown.certificate()).toArray(Certificate[]::new);
        char[] none = new char[0];
        KeyStore store = empty();
        store.setKeyEntry("client", new PrivateKeyFile(shown.key()).read(shown.password()), none, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }
}
