package io.github.pgchime.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** Debian's PgBouncer in front of a server; it lets anyone in as postgres. */
public final class PgBouncer implements AutoCloseable {

    /** For how long a client has a server to itself. */
    public enum Pooling {
        SESSION,
        TRANSACTION
    }

    private static final Path BINARY = Path.of("/usr/sbin/pgbouncer");

    private final Path directory;
    private final Process process;
    private final int port;

    private PgBouncer(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param settings lines for the section [pgbouncer]
     */
    public static PgBouncer before(PostgresServer server, Pooling pooling, String... settings) {
        boolean required = "1".equals(System.getenv("PGCHIME_REQUIRE_PGBOUNCER"));
        Assumptions.assumeTrue(required || Files.isExecutable(BINARY), BINARY + " is absent (package pgbouncer)");
        try {
            int port = FreePort.pick();
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
                    pool_mode = %s
                    %s
                    """.formatted(
                            server.port(), port, pooling.name().toLowerCase(Locale.ROOT), String.join("\n", settings)));
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
            Waiting.until("pgbouncer to listen", this::listens);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("pgbouncer ended, see " + directory.resolve("log"));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Through it, to this database. */
    public String url(String database) {
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
