package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import io.github.pgchime.PasswordSupplier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A client's key in a PEM file, in PKCS#8, in the clear or encrypted (PBES2). As with libpq it must be its owner's alone, or
 * root's and readable by a group.
 */
record PrivateKeyFile(Path file) {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> ROOTS = PosixFilePermissions.fromString("rwxr-----");

    /**
     * The key.
     *
     * @throws ConfigException if others may read the file, or it is not what it should be; the message holds nothing of it
     */
    PrivateKey read(Optional<PasswordSupplier> password) {
        String text;
        try {
            requireForOwnerAlone();
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw bad("cannot be read: " + e, e);
        }
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw bad("holds no key in PEM", null);
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw bad("holds a key that is no base 64", null);
        }
        try {
            return switch (pem.group(1)) {
                case "PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(bytes));
                case "ENCRYPTED PRIVATE KEY" -> key(decrypted(bytes, password));
                default ->
                    throw bad("holds a " + pem.group(1) + "; expected PKCS#8, as openssl pkcs8 -topk8 makes it", null);
            };
        } catch (IOException e) {
            throw bad("holds a key that cannot be read", null);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void requireForOwnerAlone() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        boolean roots = attributes.owner().getName().equals("root");
        if (!(roots ? ROOTS : OWNERS).containsAll(attributes.permissions())) {
            throw bad("can be read or written by others than its owner; run chmod 0600 on it", null);
        }
    }

    private PrivateKey key(PKCS8EncodedKeySpec spec) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // One of the next.
            } catch (GeneralSecurityException e) {
                throw bad("holds a key of a kind that this JVM does not know: " + algorithm, e);
            }
        }
        throw bad("holds a key that is none of " + String.join(", ", ALGORITHMS), null);
    }

    private PKCS8EncodedKeySpec decrypted(byte[] bytes, Optional<PasswordSupplier> supplier) throws IOException {
        char[] password = supplier.map(PasswordSupplier::password)
                .orElseThrow(() -> bad("is encrypted, and sslpassword is not given", null));
        PBEKeySpec secret = new PBEKeySpec(password);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
            // Of PBES2 the parameters' text is the name of the algorithm.
            String algorithm =
                    info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(secret);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException e) {
            throw bad("is encrypted, and sslpassword does not open it: " + e.getMessage(), e);
        } finally {
            secret.clearPassword();
            Arrays.fill(password, '\0');
        }
    }

    private ConfigException bad(String what, @Nullable Exception cause) {
        String message = "sslkey " + file + " " + what;
        return cause == null ? new ConfigException(message) : new ConfigException(message, cause);
    }
}
