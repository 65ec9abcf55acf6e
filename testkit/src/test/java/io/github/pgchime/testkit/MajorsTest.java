package io.github.pgchime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MajorsTest {

    @Test
    void parse_default_takesOldestAndNewest() {
        assertThat(Majors.parse("default")).containsExactly(14, 18);
    }

    @Test
    void parse_all_takesEvery() {
        assertThat(Majors.parse("all")).containsExactly(14, 15, 16, 17, 18);
    }

    @Test
    void parse_list_takesItsMajorsInOrderAndOnce() {
        assertThat(Majors.parse("17, 15,17")).containsExactly(17, 15);
    }

    @Test
    void oldestAndNewest_ofSeveral_areTwo() {
        assertThat(Majors.oldestAndNewest(List.of(17, 15, 16))).containsExactly(15, 17);
    }

    @Test
    void oldestAndNewest_ofOne_isThat() {
        assertThat(Majors.oldestAndNewest(List.of(16))).containsExactly(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "13", "19", "15,", "newest", "15;16", "99999999999"})
    void parse_anythingElse_saysWhatIsExpected(String selection) {
        assertThatThrownBy(() -> Majors.parse(selection))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-Dpg=" + selection)
                .hasMessageContaining("default, all, or majors from 14 to 18");
    }
}
