package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.lifecycle.FakeTime;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire. */
@Timeout(60)
final class WireSessionTest {

    private final FakeTime time = new FakeTime();
    private final ScriptedServer server = ScriptedServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void commands_areQuotedExactly() {
        server.onOrdinary(Script.welcome().answer(sql -> Frames.done("DONE")));
        WireSession session = open();
        reading(session);
        assertThat(session.backendPid()).isEqualTo(4711);
        session.listen(List.of("Orders", "a\"b"));
        session.listen(List.of("c"));
        session.unlisten(List.of("select"));
        session.notify("a\"b", "it's \\ fine");
        session.ping("private", "ping");
        assertThat(server.queries())
                .containsExactly(
                        "SET idle_session_timeout = 0; LISTEN \"Orders\"; LISTEN \"a\"\"b\"",
                        "LISTEN \"c\"",
                        "UNLISTEN \"select\"",
                        "NOTIFY \"a\"\"b\", 'it''s \\ fine'",
                        "NOTIFY \"private\", 'ping'");
        session.abort();
    }

    @Test
    void notification_isReadAsItCame() {
        server.onOrdinary(Script.welcome()
                .send(Frames.notificationResponse(7, "übergröße", "a=1"))
                .silence());
        WireSession session = open();
        assertThat(session.next()).isEqualTo(new NotifySession.Received("übergröße", "a=1", 7));
        session.abort();
        assertThatThrownBy(session::next).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void olderServer_isNotAskedForWhatItDoesNotKnow() {
        server.onOrdinary(Script.empty()
                .send(
                        Frames.authenticationOk(),
                        Frames.parameterStatus("server_version", "13.4"),
                        Frames.backendKeyData(1, 2),
                        Frames.readyForQuery('I'))
                .answer(sql -> Frames.done("DONE")));
        WireSession session = open();
        reading(session);
        session.listen(List.of("a"));
        assertThat(server.queries()).containsExactly("LISTEN \"a\"");
        session.abort();
    }

    @Test
    void serverOfNoVersion_isRefused_andLeavesNoConnection() {
        server.onOrdinary(Script.empty()
                .send(Frames.authenticationOk(), Frames.backendKeyData(1, 2), Frames.readyForQuery('I'))
                .silence());
        assertThatThrownBy(this::open).isInstanceOf(ProtocolException.class);
        eventually().until(() -> server.connections() == 0);
    }

    @Test
    void publisher_leavesTheSessionAsItIs() {
        server.onOrdinary(Script.welcome().answer(sql -> Frames.done("NOTIFY")));
        WireSession session = open();
        reading(session);
        session.notify("a", "1");
        assertThat(server.queries()).containsExactly("NOTIFY \"a\", '1'");
        session.abort();
    }

    @Test
    void notifier_overIt_listensAndPublishes() {
        server.onOrdinary(Script.welcome().answer(WireSessionTest::echo));
        Events events = new Events();
        try (Notifier notifier =
                Notifier.builder(server.url()).time(time).livenessOff().build()) {
            notifier.subscribe("a", events);
            events.awaitTold("CONNECTED");
            notifier.publish("a", "1");
            assertThat(server.startups()).hasSize(2);
        }
        eventually().until(() -> server.connections() == 0);
    }

    /** Every session hears itself. */
    private static List<byte[]> echo(String sql) {
        if (!sql.startsWith("NOTIFY")) {
            return Frames.done("DONE");
        }
        String[] parts = sql.split("[\"']", -1);
        return List.of(
                Frames.commandComplete("NOTIFY"),
                Frames.notificationResponse(4711, parts[1], parts[3]),
                Frames.readyForQuery('I'));
    }

    private WireSession open() {
        return WireSession.open(ConnectionOptions.parse(server.url()), time);
    }

    private static void reading(WireSession session) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                session.next();
            } catch (ConnectionLostException e) {
                // That is how it ends.
            }
        });
    }
}
