package io.github.pgchime.testkit.script;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A message that a client sent after its start-up. */
public final class ClientMessage {

    private final char type;
    private final byte[] body;

    ClientMessage(char type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    /** The message's first byte, such as {@code Q}. */
    public char type() {
        return type;
    }

    /** What follows the length. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as text, without a terminating zero. */
    public String text() {
        int end = body.length > 0 && body[body.length - 1] == 0 ? body.length - 1 : body.length;
        return new String(body, 0, end, UTF_8);
    }

    @Override
    public String toString() {
        return switch (type) {
            case 'Q' -> "Query <" + text() + ">";
            case 'X' -> "Terminate";
            case 'p' -> "a password or SASL message of " + body.length + " bytes";
            default -> "message '" + type + "' of " + body.length + " bytes";
        };
    }
}
