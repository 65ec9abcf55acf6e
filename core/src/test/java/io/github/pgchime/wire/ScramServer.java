package io.github.pgchime.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.script.ClientMessage;
import io.github.pgchime.testkit.script.Frames;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of one SCRAM-SHA-256 conversation, by RFC 5802 and not by the library under test. */
final class ScramServer {

    private static final byte[] SALT = "a salt of 16 byt".getBytes(US_ASCII);
    private static final int ITERATIONS = 4_096;

    private final byte[] password;
    private String clientFirstBare = "";
    private String serverFirst = "";

    ScramServer(String password) {
        this.password = password.getBytes(UTF_8);
    }

    /** Answers the client's first message with a challenge that is right. */
    byte[] challenge(ClientMessage initial) {
        return challenge(initial, nonceOf(initial) + "server", ITERATIONS);
    }

    /** Answers the client's first message with a challenge of the test's own. */
    byte[] challenge(ClientMessage initial, String nonce, int iterations) {
        assertThat(initial.text()).startsWith("SCRAM-SHA-256\0");
        clientFirstBare = initial.text().substring(initial.text().indexOf("n=*"));
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + iterations;
        return Frames.authenticationSaslContinue(serverFirst);
    }

    static String nonceOf(ClientMessage initial) {
        return initial.text().substring(initial.text().indexOf(",r=") + 3);
    }

    /** Checks the client's proof and answers with the signature. */
    byte[] verdict(ClientMessage last) {
        String withoutProof = last.text().substring(0, last.text().indexOf(",p="));
        byte[] proof =
                Base64.getDecoder().decode(last.text().substring(last.text().indexOf(",p=") + 3));
        byte[] signed = (clientFirstBare + "," + serverFirst + "," + withoutProof).getBytes(UTF_8);
        byte[] salted = salted();
        byte[] clientKey = hmac(salted, "Client Key".getBytes(US_ASCII));
        byte[] signature = hmac(sha256(clientKey), signed);
        assertThat(xor(proof, signature)).isEqualTo(clientKey);
        byte[] verifier = hmac(hmac(salted, "Server Key".getBytes(US_ASCII)), signed);
        return Frames.authenticationSaslFinal("v=" + Base64.getEncoder().encodeToString(verifier));
    }

    private byte[] salted() {
        byte[] block = hmac(password, Frames.concat(SALT, new byte[] {0, 0, 0, 1}));
        byte[] salted = block;
        for (int i = 1; i < ITERATIONS; i++) {
            block = hmac(password, block);
            salted = xor(salted, block);
        }
        return salted;
    }

    private static byte[] xor(byte[] left, byte[] right) {
        byte[] both = left.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] ^= right[i];
        }
        return both;
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
