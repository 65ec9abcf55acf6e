package io.github.pgchime.doctor;

import static org.awaitility.Awaitility.await;

import io.github.pgchime.testkit.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** Debian's PgBouncer, pooling transactions in front of a server; it lets anyone in as postgres. */
final class PgBouncer implements AutoCloseable {

    private static final Path BINARY = Path.of("/usr/sbin/pgbouncer");

    private final Path directory;
    private final Process process;
    private final int port;

    private PgBouncer(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** @param settings lines for the section [pgbouncer] */
    static PgBouncer before(PostgresServer server, String... settings) {
        boolean required = "1".equals(System.getenv("PGCHIME_REQUIRE_PGBOUNCER"));
        Assumptions.assumeTrue(required || Files.isExecutable(BINARY), BINARY + " is absent (package pgbouncer)");
        try {
            int port = freePort();
            Path directory = Files.createTempDirectory("pgbouncer");
            Path config = directory.resolve("pgbouncer.ini");
            Files.writeString(config, """
                    [databases]
                    * = host=127.0.0.1 port=%d user=postgres
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = transaction
                    %s
                    """.formatted(server.port(), port, String.join("\n", settings)));
            PgBouncer started = new PgBouncer(directory, start(config, directory), port);
            started.awaitListening();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PgBouncer refuses to be root; given a user it becomes that one. */
    private static Process start(Path config, Path directory) throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        List<String> command = root
                ? List.of(BINARY.toString(), "-u", "nobody", config.toString())
                : List.of(BINARY.toString(), config.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private void awaitListening() {
        try {
            await().atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(this::listens);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("pgbouncer ended: " + Files.readString(directory.resolve("log")));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Below the ports that the kernel gives to clients. */
    private static int freePort() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(12_000, 32_000))
                .limit(100)
                .filter(PgBouncer::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    String url(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    @Override
    public void close() {
        try {
            process.destroy();
            process.waitFor();
            Files.deleteIfExists(directory.resolve("log"));
            Files.deleteIfExists(directory.resolve("pgbouncer.ini"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
