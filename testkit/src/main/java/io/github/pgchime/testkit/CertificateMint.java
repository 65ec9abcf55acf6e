package io.github.pgchime.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;
import org.bouncycastle.util.io.pem.PemObject;

/** Makes keys and certificates in memory. */
final class CertificateMint {

    /** A certificate and its key, in PEM. */
    record Minted(String certificatePem, String keyPem) {}

    private final KeyPair keys;
    private final X509CertificateHolder certificate;

    private CertificateMint(KeyPair keys, X509CertificateHolder certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new authority whose key and signatures are of the algorithm. */
    static CertificateMint create(String algorithm, Instant from, Instant to) {
        KeyPair keys = keys(algorithm);
        X500Name name = new X500Name("CN=pgchime test authority " + algorithm);
        try {
            X509v3CertificateBuilder builder = builder(name, name, keys, from, to)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            return new CertificateMint(keys, signed(builder, keys));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    String caPem() {
        return pem(certificate);
    }

    /** A certificate that this authority signs. */
    Minted sign(String algorithm, Instant from, Instant to, String... names) {
        return mint(certificate.getSubject(), keys, keys(algorithm), from, to, names);
    }

    /** A list on which this certificate of this authority's is, or none. */
    String crlPem(Instant from, Instant to, Optional<X509Certificate> revoked) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(certificate.getSubject(), Date.from(from));
        builder.setNextUpdate(Date.from(to));
        revoked.ifPresent(
                each -> builder.addCRLEntry(each.getSerialNumber(), Date.from(from), CRLReason.keyCompromise));
        try {
            return pem("X509 CRL", builder.build(signer(keys)).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key in PEM as PKCS#8, encrypted by PBES2. */
    static String encrypted(String keyPem, String password) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(keyPem))) {
            OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setPRF(PKCS8Generator.PRF_HMACSHA256)
                    .setPassword(password.toCharArray())
                    .build();
            PemObject pem = new PKCS8Generator((PrivateKeyInfo) parser.readObject(), encryptor).generate();
            return pem(pem.getType(), pem.getContent());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Minted selfSigned(Instant from, Instant to, String... names) {
        KeyPair own = keys("EC");
        return mint(subject(names), own, own, from, to, names);
    }

    private static Minted mint(
            X500Name issuer, KeyPair signer, KeyPair own, Instant from, Instant to, String... names) {
        GeneralName[] alternatives = Arrays.stream(names)
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        try {
            X509v3CertificateBuilder builder = builder(issuer, subject(names), own, from, to)
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            return new Minted(
                    pem(signed(builder, signer)),
                    pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X500Name subject(String... names) {
        return new X500Name("CN=" + names[0].replace(":", "_"));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Instant from, Instant to) {
        BigInteger serial = new BigInteger(64, new SecureRandom());
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(from), Date.from(to), subject, keys.getPublic());
    }

    private static X509CertificateHolder signed(X509v3CertificateBuilder builder, KeyPair signer) {
        return builder.build(signer(signer));
    }

    private static ContentSigner signer(KeyPair keys) {
        String algorithm = keys.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519";
        try {
            return new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "EC" -> generator.initialize(256);
                case "RSA" -> generator.initialize(2048);
                default -> {} // Ed25519 has one size
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(X509CertificateHolder certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }
}
