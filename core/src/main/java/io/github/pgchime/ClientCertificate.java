package io.github.pgchime;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the client shows for itself under TLS, read at every connect.
 *
 * @param certificate a PEM file with its certificate, and those between that and the root
 * @param key a PEM file with its key, in PKCS#8, which is to be readable by its owner alone
 * @param password what the key is encrypted with, if it is
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-CLIENTCERT">PostgreSQL: client certificates</a>
 */
public record ClientCertificate(Path certificate, Path key, Optional<PasswordSupplier> password) {

    /** Holds no secret. */
    @Override
    public String toString() {
        return "ClientCertificate[certificate=" + certificate + ", key=" + key + "]";
    }
}
