package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class ThrownTest {

    @Test
    void unchecked_isItself() {
        IllegalStateException thrown = new IllegalStateException("a");
        assertThat(Thrown.unchecked(thrown)).isSameAs(thrown);
        assertThat(Thrown.unchecked(new ExecutionException(new ExecutionException(thrown))))
                .isSameAs(thrown);
    }

    @Test
    void error_isThrown() {
        assertThatThrownBy(() -> Thrown.unchecked(new ExecutionException(new StackOverflowError("deep"))))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void checked_isWrapped() {
        IOException thrown = new IOException("odd");
        assertThat(Thrown.unchecked(thrown))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(thrown);
        assertThat(Thrown.unchecked(new ExecutionException("nothing inside", null)))
                .isInstanceOf(IllegalStateException.class);
    }
}
