package io.github.pgchime.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What checks the notifier is checked itself. */
final class LedgerTest {

    private int begun;
    private final Ledger ledger = new Ledger(() -> begun);

    @Test
    void everyNumber_isComplete() {
        tell(Gap.Reason.CONNECTED);
        tell(1, 2, 3);
        assertThatCode(() -> ledger.assertComplete(3)).doesNotThrowAnyException();
    }

    @Test
    void numberMissing_withoutGap_isFound() {
        tell(Gap.Reason.CONNECTED);
        tell(1, 3);
        assertThatThrownBy(ledger::assertSound)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("without a gap, 3 came after 1");
    }

    @Test
    void numbersExchanged_areFound() {
        tell(Gap.Reason.CONNECTED);
        tell(1, 3, 2, 4);
        assertThatThrownBy(ledger::assertSound).hasMessageContaining("2 came after 3");
    }

    @Test
    void numberTwice_isFound() {
        tell(Gap.Reason.CONNECTED);
        tell(1, 1);
        assertThatThrownBy(ledger::assertSound).hasMessageContaining("1 came after 1");
    }

    @Test
    void numberMissing_atGap_isSoundButNotComplete() {
        tell(Gap.Reason.CONNECTED);
        tell(1);
        begun = 5;
        tell(Gap.Reason.RECONNECTED);
        tell(6);
        assertThatCode(ledger::assertSound).doesNotThrowAnyException();
        assertThat(ledger.gaps(Gap.Reason.RECONNECTED)).isEqualTo(1);
        assertThatThrownBy(() -> ledger.assertComplete(6)).isInstanceOf(AssertionError.class);
    }

    @Test
    void numberMissing_sentAfterTheGap_isFound() {
        tell(Gap.Reason.CONNECTED);
        tell(1);
        begun = 5;
        tell(Gap.Reason.RECONNECTED);
        tell(7);
        assertThatThrownBy(ledger::assertSound)
                .hasMessageContaining("after a gap at which 5 was the last, the first was 7");
    }

    @Test
    void numberMissing_atTheFirstGap_isNotComplete() {
        begun = 2;
        tell(Gap.Reason.CONNECTED);
        tell(2, 3);
        assertThatThrownBy(() -> ledger.assertComplete(3)).hasMessageContaining("missing");
    }

    @Test
    void lastMissing_isNotComplete() {
        tell(Gap.Reason.CONNECTED);
        tell(1, 2);
        assertThatThrownBy(() -> ledger.assertComplete(3)).hasMessageContaining("last");
    }

    @Test
    void awaitNumber_thatHasCome_returnsTrue() throws InterruptedException {
        tell(1, 2);
        assertThat(ledger.awaitNumber(2, Duration.ZERO)).isTrue();
        assertThat(ledger.awaitNumber(3, Duration.ZERO)).isFalse();
    }

    private void tell(int... numbers) {
        for (int number : numbers) {
            ledger.handle(new Notification("c", number + " rest", 1, Instant.EPOCH));
        }
    }

    private void tell(Gap.Reason reason) {
        ledger.handle(new Gap(reason));
    }
}
