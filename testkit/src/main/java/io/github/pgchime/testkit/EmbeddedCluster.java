package io.github.pgchime.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One embedded server: its process, its data directory, its certificates. */
final class EmbeddedCluster implements AutoCloseable {

    private static final Duration STARTUP_WAIT = Duration.ofSeconds(30);

    private final ServerAddress address;
    private final PgCtl control;
    private final Reaper reaper;
    private final Path libraries;

    private EmbeddedCluster(EmbeddedPostgres postgres, DataDirectory data) throws IOException, SQLException {
        this.address = addressOf(postgres.getPort());
        try (Connection connection = address.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ROLE tls_only; CREATE ROLE encrypted_not; CREATE ROLE certified; CREATE ROLE cleartext;"
                            + " CREATE ROLE md5");
            this.control = new PgCtl(installed(statement, "BINDIR"), data);
            this.libraries = Path.of(installed(statement, "PKGLIBDIR"));
        }
        this.reaper = Reaper.of(control);
    }

    private EmbeddedCluster(EmbeddedCluster original, int port, PgCtl control) throws IOException {
        this.address = addressOf(port);
        this.control = control;
        this.libraries = original.libraries;
        this.reaper = Reaper.of(control);
    }

    private static ServerAddress addressOf(int port) {
        return new ServerAddress("127.0.0.1", port, "postgres", "", "sslmode=disable");
    }

    /** A standby of this one, by a copy of its data, for which it is stopped. */
    EmbeddedCluster standby(Map<String, String> own) {
        DataDirectory data = DataDirectory.create();
        Map<String, String> settings = new LinkedHashMap<>(own);
        settings.put("primary_conninfo", "host=127.0.0.1 port=" + address.port() + " user=postgres dbname=postgres");
        try {
            int port = FreePort.pick();
            control.stop("fast");
            control.data().copyTo(data);
            control.restart("fast");
            data.makeStandby(settings);
            PgCtl copy = new PgCtl(control.binaries(), data);
            copy.start("-p " + port + " -c max_connections="
                    + ServerSettings.with(Map.of()).get("max_connections"));
            return new EmbeddedCluster(this, port, copy);
        } catch (IOException | IllegalStateException e) {
            IllegalStateException failure = new IllegalStateException("a standby did not start" + said(data), e);
            discard(data, failure);
            throw failure;
        }
    }

    /** Puts it back to what it was before the work, however that went. */
    void putBackAfter(Runnable work) {
        DataDirectory before = DataDirectory.create();
        try {
            control.stop("fast");
            control.data().copyTo(before);
            control.restart("fast");
            work.run();
            control.stop("fast");
            control.data().deleteData();
            before.copyTo(control.data());
            before.delete();
            control.restart("fast");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EmbeddedCluster start(int major, Map<String, String> own, ServerCertificate certificate) {
        DataDirectory data = DataDirectory.create();
        try {
            Map<String, String> settings = ServerSettings.with(own);
            Files.createDirectories(data.path().getParent());
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPgBinaryResolver(Binaries.of(major))
                    .setDataDirectory(data.path())
                    .setPort(FreePort.pick())
                    .setPGStartupWait(STARTUP_WAIT)
                    .setRegisterShutdownHook(false)
                    .setLocaleConfig("locale", "C")
                    .setConnectConfig("sslmode", "disable")
                    .setErrorRedirector(Redirect.appendTo(data.log()))
                    .setOutputRedirector(Redirect.appendTo(data.log()))
                    .setDataDirectoryCustomizer(directory -> data.configure(settings, certificate));
            ServerSettings.ON_COMMAND_LINE.forEach(name -> builder.setServerConfig(name, settings.get(name)));
            return new EmbeddedCluster(builder.start(), data);
        } catch (IOException | SQLException | IllegalStateException e) {
            // The last is how zonky says that initdb has failed, or was interrupted.
            IllegalStateException failure =
                    new IllegalStateException("PostgreSQL " + major + " did not start" + said(data), e);
            discard(data, failure);
            throw failure;
        }
    }

    ServerAddress address() {
        return address;
    }

    /** The folder from which the server loads output plugins; shared by all servers of this version. */
    Path libraries() {
        return libraries;
    }

    void stop(String mode) {
        control.stop(mode);
    }

    void restart(String mode) {
        control.restart(mode);
    }

    /** Takes effect with the next reload. */
    void install(ServerCertificate certificate) {
        try {
            control.data().install(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        return said(control.data());
    }

    /** As after a crash: nobody reads its data any more. */
    @Override
    public void close() {
        try {
            if (control.isRunning()) {
                control.stop("immediate");
            }
            control.data().delete();
            reaper.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void discard(DataDirectory data, IllegalStateException failure) {
        try {
            data.delete();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static String installed(Statement statement, String name) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT setting FROM pg_config() WHERE name = " + Sql.literal(name))) {
            row.next();
            return row.getString(1);
        }
    }

    private static String said(DataDirectory data) {
        try {
            return Files.exists(data.log().toPath())
                    ? ":\n" + Files.readString(data.log().toPath())
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
