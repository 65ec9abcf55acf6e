package io.github.pgchime.testkit.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Speaks just enough of the protocol to try a scripted server. */
final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    RawClient(ScriptedServer server, String... parameters) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        this.socket.setSoTimeout(10_000);
        this.in = new DataInputStream(socket.getInputStream());
        Body body = new Body().int32(0x30000);
        for (String parameter : parameters) {
            body.string(parameter);
        }
        byte[] startup = body.int8(0).toBytes();
        write(new Body().int32(startup.length + 4).bytes(startup).toBytes());
    }

    void query(String sql) throws IOException {
        write(Frames.raw('Q', new Body().string(sql).toBytes()));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next frame as type and body. */
    String frame() throws IOException {
        int type = in.read();
        if (type < 0) {
            return "end";
        }
        byte[] body = in.readNBytes(in.readInt() - 4);
        return (char) type + new String(body, UTF_8).replace('\0', ' ').strip();
    }

    /** Reads frames until one of this type. */
    void skipTo(char type) throws IOException {
        String frame;
        do {
            frame = frame();
        } while (frame.charAt(0) != type);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
