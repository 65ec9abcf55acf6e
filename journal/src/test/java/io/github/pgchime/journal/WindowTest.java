package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.lifecycle.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Position BATCH = Position.behind(1).within(2);

    private final Dispatch dispatch = new Dispatch(TimeSource.system(), true);
    private final Window window = new Window(BATCH);

    private InHand taken(long id) throws InterruptedException {
        Entry content = new Entry(
                id, "c", Optional.of("k" + id), Json.of("1"), Json.of("{}"), Instant.EPOCH, 1, false, Entry.NO_MAPPER);
        InHand entry = new InHand(new Found(content, true), false);
        window.add(entry, BATCH.at(id));
        dispatch.offer(List.of(entry));
        return dispatch.take(1).getFirst();
    }

    @Test
    void position_movesUpToTheFirstThatIsOpen() throws InterruptedException {
        InHand first = taken(1);
        InHand second = taken(2);
        InHand third = taken(3);
        window.add(Position.behind(2));
        dispatch.settled(first, Outcome.DONE, "");
        dispatch.settled(third, Outcome.DONE, "");
        dispatch.settled().forEach(InHand::account);
        assertThat(window.advance()).containsExactly(first);
        assertThat(window.position()).isEqualTo(BATCH.at(1));
        dispatch.settled(second, Outcome.DEAD, "why");
        dispatch.settled().forEach(InHand::account);
        assertThat(window.advance()).containsExactly(second, third);
        assertThat(window.position()).isEqualTo(Position.behind(2));
        assertThat(window.size()).isZero();
    }

    /** Stored without the verdict, the position would lose the entry if its leader ended before its next acknowledgement. */
    @Test
    void position_staysBeforeWhatWasSettled_untilThatIsAccountedFor() throws InterruptedException {
        InHand entry = taken(1);
        assertThat(dispatch.settled()).isEmpty();
        dispatch.settled(entry, Outcome.RETRY, "not yet");
        assertThat(window.advance()).isEmpty();
        assertThat(window.position()).isEqualTo(BATCH);
        assertThat(dispatch.settled().getFirst().account()).isEqualTo(Outcome.RETRY);
        assertThat(window.advance()).containsExactly(entry);
        assertThat(window.position()).isEqualTo(BATCH.at(1));
    }
}
