package io.github.pgchime.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks a port below those that the kernel hands to outgoing connections (32768 and up on Linux), so that no client takes
 * it while a server restarts.
 */
final class FreePort {

    private FreePort() {}

    static int pick() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port found between 12000 and 32000");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
