package io.github.pgchime.doctor;

import static io.github.pgchime.doctor.Check.Status.FAIL;
import static io.github.pgchime.doctor.Check.Status.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class DoctorTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void examine_portUnreachable_failsConnectAndSkipsTheRest() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Report report = examined(url(port), Duration.ofSeconds(5));
        assertThat(report.canFeed()).isFalse();
        assertThat(report.server()).isEmpty();
        Check connect = report.check("connect").orElseThrow();
        assertThat(connect.finding()).contains("refused");
        assertThat(connect.fix()).get().asString().startsWith("pg_isready -h 127.0.0.1 -p " + port);
        assertThat(report.checks().stream().skip(1)).allMatch(check -> check.status() == SKIPPED);
    }

    @Test
    void examine_serverSilentAfterConnecting_endsWithinItsLimit() {
        try (ScriptedServer server = ScriptedServer.start()
                .onOrdinary(Script.welcome()
                        .expectQueryStarting("SET LOCAL statement_timeout")
                        .silence())) {
            Instant before = Instant.now();
            Report report = examined(server.url(), SHORT);
            assertThat(Duration.between(before, Instant.now())).isLessThan(SHORT.multipliedBy(20));
            Check connect = report.check("connect").orElseThrow();
            assertThat(connect.status()).isEqualTo(FAIL);
            assertThat(connect.finding()).startsWith("the server said nothing for ");
        }
    }

    @Test
    void examine_serverNeverQuiteSilent_endsAtTheLimitOfTheWhole() {
        Script dripping = Script.welcome().expectQueryStarting("SET LOCAL statement_timeout");
        for (int drop = 0; drop < 1000; drop++) {
            dripping = dripping.run(DoctorTest::pause).send(Frames.noticeResponse("00000", "soon"));
        }
        try (ScriptedServer server = ScriptedServer.start().onOrdinary(dripping)) {
            Report report = examined(server.url(), SHORT);
            assertThat(report.check("connect").orElseThrow().finding())
                    .isEqualTo("the examination took longer than 4 times connect_timeout");
        }
    }

    /** The server's slowness, for which nothing waits. */
    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }

    @Test
    void examine_interrupted_throwsAtOnceAndKeepsTheFlag()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (ServerSocket blackHole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Boolean> examination = new FutureTask<>(() -> {
                try {
                    examined(url(blackHole.getLocalPort()), Duration.ofSeconds(60));
                    return false;
                } catch (ConnectionLostException e) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            Thread thread = Thread.ofPlatform().start(examination);
            blackHole.accept().getInputStream().read();
            thread.interrupt();
            assertThat(examination.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void report_noFailure_canFeed() {
        Check ok = CheckName.ROLE.ok("fine");
        Check warn = CheckName.TABLES.warn("hm", "mend");
        Check skipped = CheckName.PUBLICATION.skipped("none");
        assertThat(report(ok, warn, skipped).canFeed()).isTrue();
        assertThat(report(ok, CheckName.SLOTS.fail("full", "more")).canFeed()).isFalse();
        assertThat(report(ok, warn).check("tables")).hasValue(warn);
        assertThat(report(ok).check("tables")).isEmpty();
    }

    @Test
    void findings_twoOfOneName_theFirstStands() {
        Findings findings = new Findings();
        findings.add(CheckName.SENDERS.fail("full", "more"));
        findings.add(CheckName.SENDERS.ok("late"));
        findings.examine(CheckName.TABLES, () -> {
            throw new io.github.pgchime.ConfigException("not allowed");
        });
        assertThat(findings.all("missing"))
                .hasSize(CheckName.values().length)
                .extracting(Check::name)
                .startsWith("connect", "tls", "pooler", "version");
        Report report = new Report(Optional.empty(), Platform.UNKNOWN, findings.all("missing"));
        assertThat(report.check("senders").orElseThrow().status()).isEqualTo(FAIL);
        assertThat(report.check("tables").orElseThrow().finding()).isEqualTo("could not be examined: not allowed");
        assertThat(report.check("connect").orElseThrow()).isEqualTo(CheckName.CONNECT.skipped("missing"));
        findings.replace(CheckName.SENDERS.ok("after all"));
        assertThat(findings.all("")).contains(CheckName.SENDERS.ok("after all"));
    }

    private static Report report(Check... checks) {
        return new Report(Optional.of("PostgreSQL 18"), Platform.POSTGRESQL, java.util.List.of(checks));
    }

    private static Report examined(String url, Duration timeout) {
        return Doctor.examine(NudgeFeed.builder(url).connectTimeout(timeout).options());
    }

    private static String url(int port) {
        return "postgresql://app:canary-7f3a9@127.0.0.1:" + port + "/app?sslmode=disable";
    }
}
