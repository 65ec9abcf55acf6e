package io.github.pgchime.nudge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ProtocolException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotTest {

    private static final long EPOCH = 1L << 32;

    @Test
    void parse_ofTheManualsExample_readsAllParts() {
        assertThat(Snapshot.parse("10:20:10,14,15")).isEqualTo(new Snapshot(10, 20, Set.of(10L, 14L, 15L)));
    }

    @Test
    void parse_nothingInProgress_isAnEmptySet() {
        assertThat(Snapshot.parse("795:795:")).isEqualTo(new Snapshot(795, 795, Set.of()));
    }

    @Test
    void parse_idsBeyond32Bits_areKept() {
        assertThat(Snapshot.parse("4294967300:4294967310:4294967300").xmin()).isEqualTo(EPOCH + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "10:20", "10:20:a", "a:20:", "10::", "10:20:10,", "10:20::", "-1:20:", "10: 20:"})
    void parse_anythingElse_isAProtocolError(String text) {
        assertThatThrownBy(() -> Snapshot.parse(text))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("snapshot \"" + text + "\" is not of the form");
    }

    @ParameterizedTest
    @CsvSource({"9,true", "10,false", "11,true", "14,false", "19,true", "20,false", "21,false"})
    void isVisible_isAsInTheManual(int xid, boolean visible) {
        assertThat(Snapshot.parse("10:20:10,14").isVisible(xid)).isEqualTo(visible);
    }

    @Test
    void widen_inTheSameEpoch_addsTheEpoch() {
        Snapshot snapshot = new Snapshot(3 * EPOCH + 100, 3 * EPOCH + 200, Set.of());
        assertThat(snapshot.widen(150)).isEqualTo(3 * EPOCH + 150);
        assertThat(snapshot.widen(250)).isEqualTo(3 * EPOCH + 250);
    }

    @Test
    void widen_olderThanTheWrapAround_isOfTheEpochBefore() {
        Snapshot justWrapped = new Snapshot(3 * EPOCH + 3, 3 * EPOCH + 10, Set.of());
        assertThat(justWrapped.widen(-1)).isEqualTo(3 * EPOCH - 1);
        assertThat(justWrapped.isVisible(-1)).isTrue();
    }

    @Test
    void widen_newerThanTheWrapAround_isOfTheNextEpoch() {
        Snapshot aboutToWrap = new Snapshot(3 * EPOCH - 20, 3 * EPOCH - 10, Set.of());
        assertThat(aboutToWrap.widen(5)).isEqualTo(3 * EPOCH + 5);
        assertThat(aboutToWrap.isVisible(5)).isFalse();
        assertThat(aboutToWrap.isVisible(-15)).isTrue();
    }

    @Test
    void widen_idsAbove31Bits_areUnsigned() {
        Snapshot snapshot = new Snapshot(0xFFFF_0000L, 0xFFFF_0100L, Set.of(0xFFFF_0001L));
        assertThat(snapshot.widen(0xFFFF_0001)).isEqualTo(0xFFFF_0001L);
        assertThat(snapshot.isVisible(0xFFFF_0001)).isFalse();
        assertThat(snapshot.isVisible(0xFFFF_0002)).isTrue();
        assertThat(snapshot.isVisible(0x7FFF_FFFF)).isTrue();
    }
}
