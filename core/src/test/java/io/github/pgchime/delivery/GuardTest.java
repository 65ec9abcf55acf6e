package io.github.pgchime.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.lifecycle.RecordingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class GuardTest {

    private final RecordingLog log = new RecordingLog();
    private final List<Object> heard = new ArrayList<>();
    private final Guard guard = new Guard(log, heard::add);

    @Test
    void call_thatReturns_isAllThereIs() {
        guard.call(heard::add, "a");
        assertThat(heard).containsExactly("a");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatIsThrown_isLoggedAndHandedOn() {
        IllegalStateException thrown = new IllegalStateException("handler");
        guard.call(throwing(thrown), "a");
        assertThat(heard).containsExactly(thrown);
        assertThat(log.lines()).containsExactly("WARNING a listener or consumer threw: " + thrown);
    }

    @Test
    void onError_thatThrows_harmsNobody() {
        AssertionError thrown = new AssertionError("handler");
        StackOverflowError again = new StackOverflowError("again");
        new Guard(log, error -> {
                    heard.add(error);
                    throw again;
                })
                .call(throwing(thrown), "a");
        assertThat(heard).containsExactly(thrown);
        assertThat(log.lines())
                .containsExactly(
                        "WARNING a listener or consumer threw: " + thrown,
                        "WARNING the listener's onError threw: " + again);
    }

    private static Consumer<Object> throwing(Throwable thrown) {
        return argument -> {
            switch (thrown) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError("not unchecked", thrown);
            }
        };
    }
}
