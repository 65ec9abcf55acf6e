package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import io.github.pgchime.testkit.script.StandbyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedbackTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final long LAST = 99;

    private final FakeTime time = new FakeTime();
    private final BlockingQueue<StandbyStatus> reports = new LinkedBlockingQueue<>();
    private final ScriptedServer server = ScriptedServer.start();
    private final WalSender walSender = streaming();
    private final Feedback feedback = new Feedback(walSender, INTERVAL, time);
    private final Thread thread = Thread.ofVirtual().unstarted(feedback);

    @BeforeEach
    void start() {
        thread.start();
        time.awaitWaiters(1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        // The server first: an interrupt in the middle of a report ends the connection.
        server.close();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        walSender.close();
    }

    @Test
    void timer_reportsAndAsksForAnAnswer() throws InterruptedException {
        feedback.reached(0x8000_0000_0000_0007L);
        time.advance(INTERVAL);
        StandbyStatus report = report();
        assertThat(report.replyRequested()).isTrue();
        assertThat(new long[] {report.written(), report.flushed(), report.applied()})
                .containsOnly(0x8000_0000_0000_0007L);
        Duration since = Duration.between(Instant.parse("2000-01-01T00:00:00Z"), time.instant());
        assertThat(report.clockMicros()).isEqualTo(since.toNanos() / 1_000);
        time.awaitWaiters(1);
        time.advance(INTERVAL.minusNanos(1));
        time.awaitWaiters(1);
        assertThat(reports).isEmpty();
    }

    @Test
    void reportNow_reportsAtOnceAndAsksNothing() throws InterruptedException {
        feedback.reached(5);
        feedback.reportNow();
        StandbyStatus report = report();
        assertThat(report.flushed()).isEqualTo(5);
        assertThat(report.replyRequested()).isFalse();
    }

    @Test
    void askPosition_asksAtOnceAndOnlyOnce() throws InterruptedException {
        feedback.askPosition();
        assertThat(report().replyRequested()).isTrue();
        feedback.reportNow();
        assertThat(report().replyRequested()).isFalse();
    }

    @Test
    void reportsInBetween_doNotPutTheTimerOff() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofSeconds(3));
            feedback.reportNow();
            assertThat(report().replyRequested()).isFalse();
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(report().replyRequested()).isTrue();
    }

    @Test
    void reportSoon_afterAQuietTime_reportsAtOnceAndAsksNothing() throws InterruptedException {
        feedback.reached(5);
        feedback.reportSoon();
        StandbyStatus report = report();
        assertThat(report.flushed()).isEqualTo(5);
        assertThat(report.replyRequested()).isFalse();
    }

    @Test
    void reportSoon_afterAReport_waitsForWhatElseComes() throws InterruptedException {
        feedback.reportSoon();
        report();
        feedback.reached(5);
        feedback.reportSoon();
        feedback.reached(6);
        feedback.reportSoon();
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(99));
        time.awaitWaiters(1);
        assertThat(reports).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(report().flushed()).isEqualTo(6);
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(1));
        time.awaitWaiters(1);
        assertThat(reports).isEmpty();
    }

    @Test
    void reportSoon_atTheTimer_isOneReport() throws InterruptedException {
        time.advance(INTERVAL.minusMillis(50));
        feedback.reportNow();
        report();
        feedback.reportSoon();
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(50));
        assertThat(report().replyRequested()).isTrue();
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(100));
        time.awaitWaiters(1);
        assertThat(reports).isEmpty();
    }

    @Test
    void position_neverMovesBack() {
        feedback.reached(-1);
        feedback.reached(7);
        assertThat(feedback.position()).isEqualTo(new Lsn(-1));
    }

    @Test
    void lostConnection_endsTheReports() throws InterruptedException {
        feedback.reached(LAST);
        feedback.reportNow();
        report();
        walSender.abort();
        feedback.reportNow();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    private StandbyStatus report() throws InterruptedException {
        StandbyStatus report = reports.poll(10, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("no report within ten seconds");
        }
        return report;
    }

    private WalSender streaming() {
        server.onReplication(Script.welcome()
                .expectQueryStarting("START_REPLICATION", Frames.copyBothResponse())
                .expectStatus("the last report", status -> {
                    reports.add(status);
                    return status.flushed() == LAST;
                })
                .expectHangUp());
        WalSender opened = WalSender.open(ConnectionOptions.parse(server.url(), Map.of()), time::nanos);
        opened.startLogical("s", Lsn.ZERO, Map.of(), 100);
        return opened;
    }
}
