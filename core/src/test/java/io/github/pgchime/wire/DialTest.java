package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DialTest {

    private final ScriptedServer server = ScriptedServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void server_thatSaysNothing_isGivenUpAtTheDeadline() {
        server.onOrdinary(Script.empty().expectHangUp());
        ConnectionOptions hasty = Scripted.options(server).toBuilder()
                .connectTimeout(Duration.ofMillis(150))
                .build();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Scripted.open(hasty))
                .withMessage("connecting to 127.0.0.1 port " + server.port()
                        + " took longer than connect_timeout (150 ms), while authenticating");
        server.verify();
    }

    @Test
    void server_thatDripsItsWelcome_isGivenUpAtTheDeadline() {
        Script script = Script.empty();
        for (byte each : Frames.concat(Frames.authenticationOk(), Frames.parameterStatus("a", "b"))) {
            script = script.send(new byte[] {each});
        }
        server.onOrdinary(script.expectHangUp());
        ConnectionOptions hasty = Scripted.options(server).toBuilder()
                .connectTimeout(Duration.ofMillis(150))
                .build();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Scripted.open(hasty))
                .withMessageContaining("while waiting for the session to start");
        server.verify();
    }

    @Test
    void port_withoutServer_isALostConnection() throws IOException {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        ConnectionOptions nobody =
                Scripted.options(server).toBuilder().port(free).build();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Scripted.open(nobody))
                .withMessageStartingWith(
                        "cannot connect to 127.0.0.1 port " + free + " (reaching 127.0.0.1): Connection refused");
    }

    @Test
    void unixSocket_thatIsNotThere_isALostConnectionThatNamesIt(@TempDir Path directory) {
        ConnectionOptions nobody =
                Scripted.options(server).toBuilder().host(directory.toString()).build();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Scripted.open(nobody))
                .withMessage("cannot connect to the unix socket " + directory + "/.s.PGSQL." + server.port()
                        + ": No such file or directory");
    }

    @Test
    void unixSocket_withoutServer_isALostConnection(@TempDir Path directory) throws IOException {
        Path file = directory.resolve(".s.PGSQL." + server.port());
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(file))
                .close();
        ConnectionOptions nobody =
                Scripted.options(server).toBuilder().host(directory.toString()).build();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Scripted.open(nobody))
                .withMessageEndingWith(": Connection refused");
    }

    @Test
    void name_unknown_isALostConnection() {
        ConnectionOptions nowhere =
                Scripted.options(server).toBuilder().host("no..such").build();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Scripted.open(nowhere))
                .withMessage("host name \"no..such\" is not known");
    }

    @Test
    void interrupt_whileTheServerIsSilent_endsTheWaitAndTheSocket() throws Exception {
        server.onOrdinary(Script.empty().expectHangUp());
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> openInterrupted(Scripted.options(server), interrupted));
        eventually().until(() -> !server.startups().isEmpty());
        caller.interrupt();
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        server.verify();
        eventually().until(() -> server.connections() == 0);
    }

    @Test
    void interrupt_whileThePasswordIsFetched_interruptsTheSupplier() throws Exception {
        server.onOrdinary(
                Script.empty().send(Frames.authenticationSasl("SCRAM-SHA-256")).expectHangUp());
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> supplierInterrupted = new CompletableFuture<>();
        PasswordSupplier slow = () -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                supplierInterrupted.complete(true);
            }
            return new char[0];
        };
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        ConnectionOptions options =
                Scripted.options(server).toBuilder().password(slow).build();
        Thread caller = Thread.ofVirtual().start(() -> openInterrupted(options, interrupted));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(supplierInterrupted.get(10, TimeUnit.SECONDS)).isTrue();
        server.verify();
    }

    /** Linux drops what asks for a full backlog: such an address is as dead as one behind a firewall. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void address_thatIsDead_leavesTimeForTheNext() throws Exception {
        InetAddress dead = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        List<Socket> crowd = new ArrayList<>();
        try (ServerSocket full = new ServerSocket()) {
            full.bind(new InetSocketAddress(dead, server.port()), 1);
            for (int i = 0; i < 4; i++) {
                Socket one = new Socket();
                crowd.add(one);
                connectUnlessFull(one, full);
            }
            ConnectionOptions options = Scripted.options(server).toBuilder()
                    .connectTimeout(Duration.ofMillis(600))
                    .build();
            Dial dial = new Dial(options, PgConnection.Role.ORDINARY, () -> 0, new Random(1), options.connectTimeout());
            CompletableFuture<Link> reached =
                    CompletableFuture.supplyAsync(() -> reach(dial, dead, InetAddress.getLoopbackAddress()));
            Link link = reached.get(20, TimeUnit.SECONDS);
            assertThat(link.channel().socket().getInetAddress().getHostAddress())
                    .isEqualTo("127.0.0.1");
            link.channel().close();
        } finally {
            for (Socket one : crowd) {
                one.close();
            }
        }
    }

    private static Link reach(Dial dial, InetAddress... addresses) {
        try {
            return dial.reach(addresses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connectUnlessFull(Socket socket, ServerSocket full) {
        try {
            socket.connect(full.getLocalSocketAddress(), 50);
        } catch (IOException isFull) {
            // as it should be, in the end
        }
    }

    private static void openInterrupted(ConnectionOptions options, CompletableFuture<Boolean> interrupted) {
        try {
            Scripted.open(options).close();
            interrupted.complete(false);
        } catch (ConnectionLostException e) {
            interrupted.complete(
                    Thread.currentThread().isInterrupted() && e.toString().contains("interrupted while"));
        }
    }
}
