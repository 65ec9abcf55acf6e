package io.github.pgchime.decode;

import io.github.pgchime.wire.WireReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Payloads by hand: text as a plugin writes it, or the hexadecimal form in which psql shows a bytea. */
public final class Payload {

    private final byte[] bytes;

    Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    public byte[] bytes() {
        return bytes;
    }

    static Payload text(String text) {
        return text(text, StandardCharsets.UTF_8);
    }

    static Payload text(String text, Charset charset) {
        return new Payload(text.getBytes(charset));
    }

    public static Payload hex(String hex) {
        return new Payload(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    public Payload upTo(int length) {
        return new Payload(Arrays.copyOf(bytes, length));
    }

    /** A reader with bytes of someone else on both sides, which no decoder may look at. */
    public WireReader reader() {
        byte[] amid = new byte[bytes.length + 7];
        Arrays.fill(amid, (byte) '"');
        System.arraycopy(bytes, 0, amid, 3, bytes.length);
        return new WireReader("XLogData", amid, 3, 3 + bytes.length);
    }
}
