package io.github.pgchime.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RelayTest {

    private final List<String> sent = new ArrayList<>();

    @Test
    void relay_lines_areSentInOrder() throws IOException {
        Relay relay = relay("a\n\nb", sent::add);
        relay.run();
        assertThat(sent).containsExactly("a", "", "b");
        assertThat(relay.stop(Duration.ZERO)).isEqualTo("3 lines were sent");
    }

    @Test
    void relay_lineTooLong_isNamed() {
        assertThatThrownBy(relay("a\n12345678901\nb", sent::add)::run)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("line 2 (1 sent): payload has more than 10 bytes; ");
        assertThat(sent).containsExactly("a");
    }

    @ParameterizedTest
    @MethodSource("problems")
    void relay_lineRefused_isNamedByAnErrorOfTheSameKind(PgChimeException problem) {
        Relay relay = relay("a\nb", line -> {
            if (line.equals("b")) {
                throw problem;
            }
        });
        assertThatThrownBy(relay::run)
                .isInstanceOf(problem.getClass())
                .hasMessage("line 2 (1 sent): " + problem.getMessage());
        assertThat(relay.stop(Duration.ZERO)).isEqualTo("1 line was sent");
    }

    static Stream<PgChimeException> problems() {
        return Stream.of(
                new ConfigException("wrong"),
                new ConnectionLostException("lost"),
                new ProtocolException("strange"),
                new ServerException(new ServerError(Map.of('V', "ERROR", 'C', "54000", 'M', "queue is full"))));
    }

    @Test
    void stop_whileALineIsBeingSent_saysSo() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch acknowledged = new CountDownLatch(1);
        Relay relay = relay("a\nb", line -> {
            sending.countDown();
            awaitUninterruptibly(acknowledged);
        });
        Thread runner = Thread.ofVirtual().start(() -> run(relay));
        sending.await();
        assertThat(relay.stop(Duration.ZERO)).isEqualTo("0 lines were sent, and perhaps one more");
        acknowledged.countDown();
        runner.join();
    }

    @Test
    void stop_betweenLines_sendsNoMore() throws Exception {
        Relay relay = relay("a", sent::add);
        assertThat(relay.stop(Duration.ZERO)).isEqualTo("0 lines were sent");
        Thread runner = Thread.ofVirtual().start(() -> run(relay));
        while (runner.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(sent).isEmpty();
    }

    private static Relay relay(String input, Consumer<String> publish) {
        return new Relay(new PayloadLines(new ByteArrayInputStream(input.getBytes(UTF_8)), 10), publish);
    }

    private static void run(Relay relay) {
        try {
            relay.run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
