package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LifelineTest {

    private final Lifeline lifeline = new Lifeline();
    private final List<String> ended = new ArrayList<>();

    @Test
    void end_endsAllThatBelongsToIt() {
        lifeline.atEnd(() -> ended.add("connection"));
        lifeline.atEnd(() -> ended.add("alarm"));
        assertThat(lifeline.isOver()).isFalse();
        lifeline.end();
        assertThat(lifeline.isOver()).isTrue();
        assertThat(lifeline.cause()).isEmpty();
        assertThat(ended).containsExactly("connection", "alarm");
    }

    @Test
    void atEnd_afterTheEnd_isDoneAtOnce() {
        lifeline.end();
        lifeline.atEnd(() -> ended.add("late"));
        assertThat(ended).containsExactly("late");
    }

    @Test
    void cause_isTheFirst() {
        RuntimeException first = new IllegalStateException("first");
        lifeline.end(first);
        lifeline.end(new IllegalStateException("second"));
        lifeline.end();
        assertThat(lifeline.cause()).containsSame(first);
    }

    @Test
    void cause_afterAnEndWithout_isNone() {
        lifeline.end();
        lifeline.end(new IllegalStateException("late"));
        assertThat(lifeline.cause()).isEmpty();
    }

    @Test
    void thread_isInterruptedAtTheEnd() throws InterruptedException {
        Thread thread = lifeline.start(Thread.ofVirtual(), () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.add("interrupted");
            }
        });
        lifeline.end();
        thread.join();
        assertThat(ended).containsExactly("interrupted");
    }
}
