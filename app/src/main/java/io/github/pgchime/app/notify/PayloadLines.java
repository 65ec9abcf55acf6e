package io.github.pgchime.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pgchime.ConfigException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * Payloads that are lines of UTF-8, one after the other; {@code \r\n} ends one like {@code \n}, the last needs no end. Memory is bounded,
 * and nothing is replaced: a Reader would take a line of any length, and turn malformed bytes into U+FFFD.
 */
final class PayloadLines {

    private final InputStream in;
    private final int most;

    /** @param most how many bytes of a line are read: more than a payload may have, so that most errors can tell its size */
    PayloadLines(InputStream in, int most) {
        this.in = new BufferedInputStream(in);
        this.most = most;
    }

    /** The process's standard input. */
    static PayloadLines standard(int most) {
        return new PayloadLines(new FileInputStream(FileDescriptor.in), most);
    }

    /**
     * The next line, without its end; empty at the end of the input.
     *
     * @throws ConfigException if it is too long, or not UTF-8
     * @throws IOException if the input cannot be read
     */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = read();
        if (next < 0) {
            return Optional.empty();
        }
        for (; next >= 0 && next != '\n'; next = read()) {
            // One more than allowed, which may be the \r.
            if (line.size() > most) {
                throw tooLong();
            }
            line.write(next);
        }
        byte[] bytes = line.toByteArray();
        boolean carriageReturn = next == '\n' && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        int length = carriageReturn ? bytes.length - 1 : bytes.length;
        if (length > most) {
            throw tooLong();
        }
        return Optional.of(text(ByteBuffer.wrap(bytes, 0, length)));
    }

    private int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw new IOException("standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private ConfigException tooLong() {
        return new ConfigException("payload has more than " + most
                + " bytes; PostgreSQL takes at most 7999: send a key, and have the receiver read the rest");
    }

    private static String text(ByteBuffer bytes) {
        try {
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException("payload is not UTF-8; convert the input before, as by iconv", e);
        }
    }
}
