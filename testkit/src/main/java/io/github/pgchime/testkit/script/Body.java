package io.github.pgchime.testkit.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Builds a message's body from the field types of PostgreSQL's manual, section "Message Data Types". */
public final class Body {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Body int8(int value) {
        bytes.write(value);
        return this;
    }

    public Body int16(int value) {
        return bytes(ByteBuffer.allocate(2).putShort((short) value).array());
    }

    public Body int32(int value) {
        return bytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    public Body int64(long value) {
        return bytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    /** Text with its terminating zero. */
    public Body string(String value) {
        return bytes(value.getBytes(UTF_8)).int8(0);
    }

    public Body bytes(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
