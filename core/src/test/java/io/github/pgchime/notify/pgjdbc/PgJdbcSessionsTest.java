package io.github.pgchime.notify.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerException;
import io.github.pgchime.notify.NotifySession;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Connections that are none, and those that fail. */
@Timeout(60)
final class PgJdbcSessionsTest {

    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Test
    void connectionOfAnotherDriver_isRefused_andEnded() {
        Connection other = connection((method, arguments) -> method.equals("isWrapperFor") ? false : null);
        assertThatThrownBy(() ->
                        PgJdbcSessions.of((PgJdbcSessions.Source) () -> other).open())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "notifications need a connection of pgjdbc (org.postgresql.PGConnection), not ");
        assertThat(calls).contains("abort");
    }

    @Test
    void connectionThatCannotBeSetUp_isEnded() {
        Connection broken = connection((method, arguments) -> switch (method) {
            case "isWrapperFor" -> true;
            case "setAutoCommit" -> throw new SQLException("in a transaction");
            default -> null;
        });
        assertThatThrownBy(() ->
                        PgJdbcSessions.of((PgJdbcSessions.Source) () -> broken).open())
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("connecting by JDBC: in a transaction");
        assertThat(calls).contains("abort");
    }

    @Test
    void sourceThatFails_isALostConnection() {
        DataSource failing = proxy(DataSource.class, (method, arguments) -> {
            throw new SQLException("pool is empty");
        });
        assertThatThrownBy(() -> PgJdbcSessions.of(failing).open())
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("connecting by JDBC: pool is empty");
    }

    @Test
    void serverThatRefuses_isItsError() {
        PgJdbcSessions.Source refused = () -> {
            throw new SQLException("wrapped", error("28P01", "no such password"));
        };
        assertThatThrownBy(() -> PgJdbcSessions.of(refused).open())
                .isInstanceOfSatisfying(ServerException.class, e -> {
                    assertThat(e.sqlState()).isEqualTo("28P01");
                    assertThat(e.error().isFatal()).isTrue();
                    assertThat(e.isRetryable()).isFalse();
                })
                .hasMessageStartingWith("connecting by JDBC: ");
    }

    @Test
    void commandThatTheServerRefuses_isItsError_andTheSessionStays() {
        NotifySession session = session((method, arguments) -> switch (method) {
            case "createStatement" -> throw error("42501", "no");
            case "isClosed" -> false;
            default -> null;
        });
        assertThatThrownBy(() -> session.listen(List.of("a")))
                .isInstanceOfSatisfying(
                        ServerException.class,
                        e -> assertThat(e.error().isFatal()).isFalse())
                .hasMessageStartingWith("LISTEN: ");
        assertThat(calls).doesNotContain("abort");
        session.abort();
    }

    @Test
    void commandDuringWhichTheServerEndsTheSession_isFatal_whateverTheDriverKnowsYet() {
        NotifySession session = session((method, arguments) -> switch (method) {
            case "prepareStatement" -> throw error("57P01", "terminating connection");
            case "isClosed" -> false;
            default -> null;
        });
        assertThatThrownBy(() -> session.notify("a", "x"))
                .isInstanceOfSatisfying(
                        ServerException.class,
                        e -> assertThat(e.error().isFatal()).isTrue());
        session.abort();
    }

    @Test
    void commandThatFailsOtherwise_isTheEndOfTheSession() {
        NotifySession session = session((method, arguments) -> switch (method) {
            case "prepareStatement" -> throw new SQLException("broken pipe");
            case "isClosed" -> throw new SQLException("who knows");
            case "abort" -> throw new SQLException("not even that");
            default -> null;
        });
        assertThatThrownBy(() -> session.notify("a", "x"))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("NOTIFY: broken pipe");
        assertThatThrownBy(() -> session.unlisten(List.of("a")))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("the connection was closed on this side");
        assertThatThrownBy(session::next).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void serverThatEndsTheSession_isHeardOfByTheReader() {
        NotifySession session = session((method, arguments) -> switch (method) {
            case "getNotifications" -> throw error("57P01", "terminating connection");
            case "createStatement" -> proxy(Statement.class, (name, given) -> name.equals("execute") ? false : null);
            default -> null;
        });
        session.listen(List.of("a"));
        assertThatThrownBy(session::next).isInstanceOfSatisfying(ServerException.class, e -> {
            assertThat(e.sqlState()).isEqualTo("57P01");
            assertThat(e.error().isFatal()).isTrue();
        });
        assertThat(calls).contains("abort");
    }

    @Test
    void abort_releasesAReaderThatListensOnNothing_evenWhileACommandHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch hung = new CountDownLatch(1);
        NotifySession session = session((method, arguments) -> {
            if (method.equals("prepareStatement")) {
                hanging.countDown();
                await(hung);
                throw new SQLException("at last");
            }
            return method.equals("isClosed") ? true : null;
        });
        CompletableFuture<Throwable> reading = failure(session::next);
        CompletableFuture<Throwable> notifying = failure(() -> session.notify("a", "x"));
        await(hanging);
        session.abort();
        hung.countDown();
        assertThat(notifying.get(15, TimeUnit.SECONDS)).isInstanceOf(ConnectionLostException.class);
        assertThat(reading.get(15, TimeUnit.SECONDS)).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void interrupt_ofAReaderThatListensOnNothing_isALostConnection() {
        NotifySession session = session((method, arguments) -> null);
        Thread.currentThread().interrupt();
        assertThatThrownBy(session::next)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("interrupted while waiting for notifications");
        assertThat(Thread.interrupted()).isTrue();
    }

    private interface Answers {
        @Nullable Object to(String method, @Nullable Object[] arguments) throws SQLException;
    }

    private NotifySession session(Answers answers) {
        Connection connection = connection((method, arguments) -> switch (method) {
            case "isWrapperFor" -> true;
            case "unwrap" -> proxy(PGConnection.class, answers);
            case "setAutoCommit" -> null;
            default -> answers.to(method, arguments);
        });
        return PgJdbcSessions.of((PgJdbcSessions.Source) () -> connection).open();
    }

    private Connection connection(Answers answers) {
        return proxy(Connection.class, answers);
    }

    private <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    calls.add(method.getName());
                    return answers.to(
                            method.getName(), Optional.ofNullable(arguments).orElseGet(() -> new Object[0]));
                }));
    }

    private static CompletableFuture<Throwable> failure(Runnable task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        task.run();
                        return new AssertionError("it returned");
                    } catch (RuntimeException e) {
                        return e;
                    }
                },
                Thread::startVirtualThread);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PSQLException error(String state, String message) {
        return new PSQLException(
                new ServerErrorMessage("SFATAL\0C" + state + "\0M" + message + "\0Ddetail\0Hhint\0\0"));
    }
}
