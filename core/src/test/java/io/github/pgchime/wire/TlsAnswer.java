package io.github.pgchime.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A server that answers one request for TLS with bytes of the test's choice. */
final class TlsAnswer implements AutoCloseable {

    private static final long SSL_REQUEST = (8L << 32) | 80877103;

    /** What follows the answer. */
    private enum Then {
        LISTEN,
        CLOSE,
        GARBAGE
    }

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<byte[]> heard = new CompletableFuture<>();

    private TlsAnswer(Then then, char... answer) throws IOException {
        byte[] bytes = new String(answer).getBytes(StandardCharsets.ISO_8859_1);
        Thread.ofVirtual().name("tls-answer").start(() -> serve(bytes, then));
    }

    /** Then says nothing, and hears what the client still says. */
    static TlsAnswer thenListen(char... answer) throws IOException {
        return new TlsAnswer(Then.LISTEN, answer);
    }

    /** Then ends the connection, once the client has said something more if there was an answer. */
    static TlsAnswer thenClose(char... answer) throws IOException {
        return new TlsAnswer(Then.CLOSE, answer);
    }

    /** Then answers the client's hello with what is none. */
    static TlsAnswer thenGarbage(char... answer) throws IOException {
        return new TlsAnswer(Then.GARBAGE, answer);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What the client said after the request for TLS, up to its end. */
    CompletableFuture<byte[]> heard() {
        return heard;
    }

    private void serve(byte[] answer, Then then) {
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (in.readLong() != SSL_REQUEST) {
                throw new IOException("not a request for TLS");
            }
            OutputStream out = socket.getOutputStream();
            out.write(answer);
            if (then == Then.LISTEN) {
                heard.complete(toTheEnd(in));
            } else if (answer.length > 0) {
                in.readByte();
            }
            if (then == Then.GARBAGE) {
                out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                toTheEnd(in);
            }
        } catch (IOException e) {
            heard.completeExceptionally(e);
        }
    }

    /** A reset is an end, too. */
    private static byte[] toTheEnd(InputStream in) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                bytes.write(next);
            }
        } catch (IOException reset) {
            return bytes.toByteArray();
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
