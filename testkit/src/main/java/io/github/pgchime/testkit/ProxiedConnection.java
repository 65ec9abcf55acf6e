package io.github.pgchime.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One client's connection through a {@link FaultProxy}. */
final class ProxiedConnection {

    private static final int CHUNK = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final FaultGate gate;

    ProxiedConnection(Socket client, Socket server, FaultGate gate) throws IOException {
        this.client = client;
        this.server = server;
        this.gate = gate;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** Forwards both ways until both have ended. */
    void forward() {
        Thread requests = Thread.ofVirtual().name("proxy-requests").start(() -> pump(client, server, false));
        pump(server, client, true);
        try {
            requests.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reset();
    }

    private void pump(Socket from, Socket to, boolean limited) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                int read = in.read(chunk);
                gate.pass(from::isClosed);
                if (read < 0) {
                    to.shutdownOutput();
                    return;
                }
                FaultGate.Grant grant = limited ? gate.grant(read) : new FaultGate.Grant(read, false);
                out.write(chunk, 0, grant.bytes());
                if (grant.last()) {
                    to.shutdownOutput();
                    reset(from);
                    return;
                }
            }
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    void reset() {
        reset(client);
        reset(server);
    }

    /** Lingering for no time makes close send a reset; harmless on a socket whose streams have ended. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            // Closing it again is harmless.
        }
        try {
            socket.close();
        } catch (IOException broken) {
            // It is gone either way.
        }
    }
}
