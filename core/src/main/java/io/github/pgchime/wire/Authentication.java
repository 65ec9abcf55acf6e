package io.github.pgchime.wire;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramRuntimeException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The conversation that follows the start-up message: nothing asked (trust), or SCRAM-SHA-256, in which both sides
 * prove that they know the password and neither says it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sasl-authentication.html">PostgreSQL: SASL authentication</a>
 */
final class Authentication {

    /** PostgreSQL's default is 4,096; a server that asks for far more wants this client's time. */
    private static final int MOST_ITERATIONS = 100_000;

    private static final String PLAIN = "SCRAM-SHA-256";
    private static final String BOUND = "SCRAM-SHA-256-PLUS";

    /** PostgreSQL takes the user from the start-up message; SCRAM's own field must merely not be empty. */
    private static final String IGNORED_USER = "*";

    private final MessageStream stream;
    private final ConnectionOptions options;
    private final Optional<X509Certificate> serverCertificate;

    Authentication(MessageStream stream, ConnectionOptions options, Optional<X509Certificate> serverCertificate) {
        this.stream = stream;
        this.options = options;
        this.serverCertificate = serverCertificate;
    }

    /** Returns once the server has said AuthenticationOk, and, under SCRAM, has proved itself before. */
    void run() throws IOException {
        switch (next()) {
            case BackendMessage.AuthenticationOk() -> {}
            case BackendMessage.AuthenticationSasl(var mechanisms) -> {
                scram(mechanisms);
                if (!(next() instanceof BackendMessage.AuthenticationOk)) {
                    throw new ProtocolException("expected AuthenticationOk after the server's final SCRAM message");
                }
            }
            case BackendMessage.AuthenticationOther(int code) -> throw notSpoken(nameOf(code));
            case BackendMessage other -> throw unexpected(other);
        }
    }

    private ConfigException notSpoken(String method) {
        return new ConfigException("the server asks user " + options.user() + " for " + method
                + ", and pgchime sends a password in no form but SCRAM-SHA-256; set password_encryption ="
                + " 'scram-sha-256', set the role's password anew, and name scram-sha-256 in pg_hba.conf");
    }

    private void scram(List<String> offered) throws IOException {
        List<String> mechanisms = offered.stream()
                .filter(name -> name.equals(PLAIN) || (name.equals(BOUND) && serverCertificate.isPresent()))
                .toList();
        if (mechanisms.isEmpty()) {
            throw notSpoken(offered.stream()
                    .filter(name -> name.matches("[A-Z0-9_-]{1,20}"))
                    .collect(Collectors.joining(", ", "SASL (", ")")));
        }
        char[] password = password();
        try {
            var builder = ScramClient.builder()
                    .advertisedMechanisms(mechanisms)
                    .username(IGNORED_USER)
                    .password(password)
                    .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION);
            if (serverCertificate.isPresent()) {
                builder.channelBinding(
                        TlsServerEndpoint.TLS_SERVER_END_POINT,
                        TlsServerEndpoint.getChannelBindingData(serverCertificate.get()));
            }
            converse(builder.build());
        } catch (ScramException | ScramRuntimeException | IllegalArgumentException | CertificateEncodingException e) {
            throw new ProtocolException("SCRAM authentication of the server failed: " + e.getMessage(), e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private char[] password() {
        return options.password()
                .map(this::ask)
                .filter(secret -> secret.length > 0)
                .orElseThrow(() -> new ConfigException("the server asks for the password of user " + options.user()
                        + " and none is given; put it in PGPASSWORD, in the URL, or hand in a password supplier"));
    }

    /** What the supplier's exception says may be a secret: it stays in the cause. */
    private char[] ask(PasswordSupplier supplier) {
        try {
            return supplier.password();
        } catch (PgChimeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ConfigException(
                    "the password supplier for user " + options.user() + " failed with "
                            + e.getClass().getName()
                            + "; it must return the password, or throw a ConnectionLostException if"
                            + " another attempt is worth it",
                    e);
        }
    }

    private void converse(ScramClient scram) throws IOException, ScramException {
        stream.send(new FrontendMessage.SaslInitialResponse(
                scram.getScramMechanism().getName(), scram.clientFirstMessage().toString()));
        if (!(next() instanceof BackendMessage.AuthenticationSaslContinue(String first))) {
            throw new ProtocolException("expected the server's first SCRAM message");
        }
        int iterations = scram.serverFirstMessage(first).getIterationCount();
        if (iterations > MOST_ITERATIONS) {
            throw new ProtocolException("the server asks for " + iterations + " SCRAM iterations; at most "
                    + MOST_ITERATIONS + " are done");
        }
        stream.send(new FrontendMessage.SaslResponse(scram.clientFinalMessage().toString()));
        if (!(next() instanceof BackendMessage.AuthenticationSaslFinal(String last))) {
            throw new ProtocolException("expected the server's final SCRAM message, with its signature");
        }
        scram.serverFinalMessage(last);
    }

    private BackendMessage next() throws IOException {
        return stream.nextFromStranger();
    }

    private static ProtocolException unexpected(BackendMessage message) {
        return new ProtocolException(
                "expected an Authentication message, not " + message.getClass().getSimpleName());
    }

    private static String nameOf(int code) {
        return switch (code) {
            case 2 -> "Kerberos V5";
            case 3 -> "a cleartext password";
            case 5 -> "an MD5 password";
            case 7, 8 -> "GSSAPI";
            case 9 -> "SSPI";
            default -> "authentication method " + code;
        };
    }
}
