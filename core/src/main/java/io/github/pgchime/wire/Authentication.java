package io.github.pgchime.wire;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramRuntimeException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import io.github.pgchime.AuthMethod;
import io.github.pgchime.ChannelBinding;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ProtocolVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

    private static final int MOST_BYTES_OF_CHAR = 3;

    private static final String PLAIN = "SCRAM-SHA-256";
    private static final String BOUND = "SCRAM-SHA-256-PLUS";

    /** PostgreSQL takes the user from the start-up message; SCRAM's own field must merely not be empty. */
    private static final String IGNORED_USER = "*";

    private final MessageStream stream;
    private final ConnectionOptions options;
    private final Optional<X509Certificate> serverCertificate;
    private final boolean encrypted;

    /** @param serverCertificate empty without TLS */
    Authentication(MessageStream stream, ConnectionOptions options, Optional<X509Certificate> serverCertificate) {
        this.encrypted = serverCertificate.isPresent();
        this.stream = stream;
        this.options = options;
        this.serverCertificate = serverCertificate;
    }

    /** Returns once the server has said AuthenticationOk, and, under SCRAM, has proved itself before. */
    void run() throws IOException {
        BackendMessage first = next();
        if (first instanceof BackendMessage.NegotiateProtocolVersion offered) {
            negotiate(offered);
            first = next();
        }
        switch (first) {
            case BackendMessage.AuthenticationOk() -> {
                require(AuthMethod.NONE, "no proof");
                requireNoBinding("let the user in without it");
            }
            case BackendMessage.AuthenticationCleartext() -> {
                requireUnderTls(AuthMethod.PASSWORD, "a cleartext password");
                say(Authentication::utf8);
            }
            case BackendMessage.AuthenticationMd5(var salt) -> {
                requireUnderTls(AuthMethod.MD5, "an MD5 password");
                say(password ->
                        md5(password, ByteBuffer.allocate(4).putInt(salt).array()));
            }
            case BackendMessage.AuthenticationSasl(var mechanisms) -> {
                scram(mechanisms);
                requireOk("the server's final SCRAM message");
            }
            case BackendMessage.AuthenticationOther(int code) -> throw notAllowed(nameOf(code));
            case BackendMessage other -> throw unexpected(other);
        }
    }

    /** Only a server that does not have the version asked for, or one of the options, of which there are none, has to say so. */
    private void negotiate(BackendMessage.NegotiateProtocolVersion offered) {
        ProtocolVersion asked = options.maxProtocolVersion();
        if (offered.newest() < ProtocolVersion.V3_0.code()
                || offered.newest() >= asked.code()
                || offered.unknownOptions() != 0) {
            throw new ProtocolException(
                    "asked for protocol " + asked.spelling() + " without options, the server offers "
                            + (offered.newest() >> 16) + "." + (offered.newest() & 0xFFFF) + " and does not know "
                            + offered.unknownOptions()
                            + " options; expected an older one, from 3.0 on, and no option");
        }
        if (offered.newest() < options.minProtocolVersion().code()) {
            throw new ConfigException("the server speaks protocol " + (offered.newest() >> 16) + "."
                    + (offered.newest() & 0xFFFF) + ", and min_protocol_version is "
                    + options.minProtocolVersion().spelling());
        }
    }

    private void requireOk(String after) throws IOException {
        if (!(next() instanceof BackendMessage.AuthenticationOk)) {
            throw new ProtocolException("expected AuthenticationOk after " + after);
        }
    }

    private void require(AuthMethod method, String name) {
        if (!options.requireAuth().contains(method)) {
            throw notAllowed(name);
        }
    }

    private ConfigException notAllowed(String method) {
        String allowed =
                options.requireAuth().stream().map(AuthMethod::spelling).collect(Collectors.joining(","));
        return new ConfigException(
                "the server asks user " + options.user() + " for " + method
                        + ", and require_auth is " + allowed
                        + "; set password_encryption = 'scram-sha-256', set the role's"
                        + " password anew, and name scram-sha-256 in pg_hba.conf, or name in require_auth what you trust the server with");
    }

    private void requireUnderTls(AuthMethod method, String name) {
        require(method, name);
        requireNoBinding("asks for " + name);
        if (!encrypted) {
            throw new ConfigException("the server asks user " + options.user() + " for " + name
                    + " over a connection without TLS, where it could be read; say sslmode=verify-full, or have scram-sha-256 named"
                    + " in pg_hba.conf");
        }
    }

    private void requireNoBinding(String what) {
        if (options.channelBinding() == ChannelBinding.REQUIRE) {
            throw new ConfigException("channel_binding is require, and the server " + what
                    + "; it must ask for scram-sha-256 under TLS, with a certificate that has a hash for it");
        }
    }

    /** Says the password in one form, and writes over it. */
    private void say(Function<char[], byte[]> form) throws IOException {
        char[] password = password();
        byte[] secret = form.apply(password);
        try {
            stream.send(new FrontendMessage.Password(secret));
        } finally {
            Arrays.fill(password, '\0');
            Arrays.fill(secret, (byte) 0);
        }
        requireOk("the password");
    }

    private static byte[] utf8(char[] password) {
        ByteBuffer room = ByteBuffer.allocate(MOST_BYTES_OF_CHAR * password.length);
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
        var unused = encoder.encode(CharBuffer.wrap(password), room, true);
        byte[] bytes = Arrays.copyOf(room.array(), room.position());
        Arrays.fill(room.array(), (byte) 0);
        return bytes;
    }

    /** {@code md5} and the hash of the hash of password and user, in digits, and the salt. */
    private byte[] md5(char[] password, byte[] salt) {
        byte[] secret = utf8(password);
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(secret);
            byte[] inner = hex(digest.digest(options.user().getBytes(StandardCharsets.UTF_8)));
            digest.update(inner);
            byte[] outer = hex(digest.digest(salt));
            byte[] answer = new byte[3 + outer.length];
            System.arraycopy(new byte[] {'m', 'd', '5'}, 0, answer, 0, 3);
            System.arraycopy(outer, 0, answer, 3, outer.length);
            return answer;
        } catch (NoSuchAlgorithmException e) {
            throw new ConfigException(
                    "the server asks for an MD5 password, and this JVM has no MD5: " + e.getMessage(), e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] hex(byte[] digest) {
        return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    }

    private void scram(List<String> offered) throws IOException {
        require(AuthMethod.SCRAM_SHA_256, PLAIN);
        Optional<byte[]> binding = binding();
        List<String> mechanisms = offered.stream()
                .filter(name -> name.equals(PLAIN) || (name.equals(BOUND) && binding.isPresent()))
                .toList();
        if (options.channelBinding() == ChannelBinding.REQUIRE && !mechanisms.contains(BOUND)) {
            requireNoBinding(
                    offered.contains(BOUND) ? "has no certificate that has a hash for it" : "does not offer " + BOUND);
        }
        if (mechanisms.isEmpty()) {
            throw notAllowed(offered.stream()
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
            binding.ifPresent(hash -> builder.channelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, hash));
            converse(builder.build());
        } catch (ScramException | ScramRuntimeException | IllegalArgumentException e) {
            throw new ProtocolException("SCRAM authentication of the server failed: " + e.getMessage(), e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Empty without TLS, and for certificates whose signatures have no hash of their own, such as Ed25519 (RFC 5929). */
    private Optional<byte[]> binding() {
        if (options.channelBinding() == ChannelBinding.DISABLE || serverCertificate.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsServerEndpoint.getChannelBindingData(serverCertificate.get()))
                    .filter(hash -> hash.length > 0);
        } catch (CertificateEncodingException e) {
            throw new ProtocolException("the server's certificate cannot be read: " + e.getMessage(), e);
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
        String mechanism = scram.getScramMechanism().getName();
        if (options.channelBinding() == ChannelBinding.REQUIRE && !mechanism.equals(BOUND)) {
            throw new IllegalStateException("SCRAM would go without channel binding");
        }
        stream.send(new FrontendMessage.SaslInitialResponse(
                mechanism, scram.clientFirstMessage().toString()));
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
            case 7, 8 -> "GSSAPI";
            case 9 -> "SSPI";
            default -> "authentication method " + code;
        };
    }
}
