package io.github.pgchime.decode.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import org.junit.jupiter.api.Test;

class RelationsTest {

    private final Relations<String> relations = new Relations<>();

    @Test
    void relations_inGreatNumberAndAnyOrder_areAllKnown() {
        for (int i = 0; i < 1_000; i++) {
            relations.put(i * 0x9E37_79B9, "t" + i);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(relations.get(i * 0x9E37_79B9)).isEqualTo("t" + i);
        }
    }

    @Test
    void relation_describedAnew_isTheNewOne() {
        relations.put(-1, "old");
        relations.put(-1, "new");
        assertThat(relations.get(-1)).isEqualTo("new");
    }

    @Test
    void copy_goesOnOnItsOwn() {
        relations.put(1, "a");
        Relations<String> copy = relations.copy();
        copy.put(1, "b");
        copy.put(0, "c");
        assertThat(relations.get(1)).isEqualTo("a");
        assertThat(copy.get(1)).isEqualTo("b");
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> relations.get(0));
    }

    @Test
    void relation_undescribed_isRefused() {
        relations.put(1, "a");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> relations.get(-2))
                .withMessageContaining("relation 4294967294");
    }
}
