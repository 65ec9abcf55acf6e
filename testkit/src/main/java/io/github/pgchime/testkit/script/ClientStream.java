package io.github.pgchime.testkit.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The server's end of one connection: reads the client's messages, writes bytes. */
final class ClientStream implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;
    private static final int LARGEST = 1 << 24;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    ClientStream(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        InputStream plain = socket.getInputStream();
        this.in = new DataInputStream(plain);
        this.out = socket.getOutputStream();
    }

    /** Reads are given up after this time; zero waits for ever. */
    void timeout(Duration limit) throws IOException {
        socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
    }

    /**
     * The start-up packet; empty for a cancel request or a client that only knocked, a reset included. Encryption is answered
     * as told.
     */
    Optional<Startup> startup(byte[] encryptionAnswer) throws IOException {
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException knocked) {
                return Optional.empty();
            }
            byte[] body = body(length);
            int code = body.length < 4 ? 0 : ByteBuffer.wrap(body).getInt();
            switch (code) {
                case SSL_REQUEST, GSS_REQUEST -> write(encryptionAnswer);
                case CANCEL_REQUEST -> {
                    return Optional.empty();
                }
                default -> {
                    return Optional.of(new Startup(code, parameters(body)));
                }
            }
        }
    }

    private static Map<String, String> parameters(byte[] body) {
        String[] texts =
                new String(body, Math.min(4, body.length), Math.max(0, body.length - 4), UTF_8).split("\0", -1);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i + 1 < texts.length && !texts[i].isEmpty(); i += 2) {
            parameters.put(texts[i], texts[i + 1]);
        }
        return parameters;
    }

    /** The next message; empty at the end of the stream, a reset included. */
    Optional<ClientMessage> next() throws IOException {
        try {
            int type = in.read();
            return type < 0 ? Optional.empty() : Optional.of(new ClientMessage((char) type, body(in.readInt())));
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private byte[] body(int length) throws IOException {
        if (length < 4 || length > LARGEST) {
            throw new ScriptFailure("the client sent a message of impossible length " + length);
        }
        byte[] body = in.readNBytes(length - 4);
        if (body.length < length - 4) {
            throw new EOFException("the client's message is cut short: " + Arrays.toString(body));
        }
        return body;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // A connection that the client has ended needs no reset.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed either way.
        }
    }
}
