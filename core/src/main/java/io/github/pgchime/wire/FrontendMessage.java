package io.github.pgchime.wire;

import io.github.pgchime.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a client says.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL: message formats</a>
 */
public sealed interface FrontendMessage {

    /** Writes this message as one frame. */
    void encode(WireWriter frame);

    /** Asks whether the server speaks TLS; it answers with a single byte, not a frame. */
    record SslRequest() implements FrontendMessage {
        private static final int CODE = 80877103;

        @Override
        public void encode(WireWriter frame) {
            frame.beginUntyped().int32(CODE);
        }
    }

    /** Opens a session, with its parameters: {@code user}, {@code database}, {@code replication} and the like. */
    record Startup(ProtocolVersion version, Map<String, String> parameters) implements FrontendMessage {
        @Override
        public void encode(WireWriter frame) {
            frame.beginUntyped().int32(version.code());
            parameters.forEach((name, value) -> frame.cString(name).cString(value));
            frame.int8(0);
        }
    }

    /** The password itself, or its hash, in bytes that the sender writes over afterwards: no record, which would show them. */
    final class Password implements FrontendMessage {
        private final byte[] secret;

        Password(byte[] secret) {
            this.secret = secret;
        }

        @Override
        public void encode(WireWriter frame) {
            frame.begin('p').bytes(secret).int8(0);
        }
    }

    /** The client's first SCRAM message. */
    record SaslInitialResponse(String mechanism, String data) implements FrontendMessage {
        @Override
        public void encode(WireWriter frame) {
            byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
            frame.begin('p').cString(mechanism).int32(bytes.length).bytes(bytes);
        }
    }

    /** The client's further SCRAM message. */
    record SaslResponse(String data) implements FrontendMessage {
        @Override
        public void encode(WireWriter frame) {
            frame.begin('p').bytes(data.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A simple query, or a walsender's command. */
    record Query(String sql) implements FrontendMessage {
        @Override
        public void encode(WireWriter frame) {
            frame.begin('Q').cString(sql);
        }
    }

    /** The session is over, and the server may say so in its log as an ordinary end. */
    record Terminate() implements FrontendMessage {
        @Override
        public void encode(WireWriter frame) {
            frame.begin('X');
        }
    }

    /** A piece of a copy stream. */
    non-sealed interface CopyData extends FrontendMessage {
        @Override
        default void encode(WireWriter frame) {
            encodeContent(frame.begin('d'));
        }

        /** Writes what is inside the CopyData. */
        void encodeContent(WireWriter content);
    }
}
