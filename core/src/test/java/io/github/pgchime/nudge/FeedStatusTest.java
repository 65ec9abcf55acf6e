package io.github.pgchime.nudge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.delivery.Guard;
import io.github.pgchime.lifecycle.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a feed says of itself without a connection; with one, {@link NudgeLifeTest}. */
final class FeedStatusTest {

    private static final System.Logger LOG = System.getLogger(FeedStatusTest.class.getName());

    private final PgChimeException lost = new ConnectionLostException("gone");
    private final PgChimeException wrong = new ConfigException("wrong");

    private final List<Object> heard = new ArrayList<>();
    private final Outbox outbox = new Outbox(10, new FakeTime());
    private final FeedStatus status = status(new Listener());

    @Test
    void state_beforeAnything_isEmpty() {
        FeedState state = status.state();
        assertThat(state.connected()).isFalse();
        assertThat(state.plugin()).isEmpty();
        assertThat(state.slot()).isEmpty();
        assertThat(state.backendPid()).isEmpty();
        assertThat(state.lastLsn()).isEmpty();
        assertThat(state.lastInbound()).isEmpty();
        assertThat(state.lastError()).isEmpty();
        assertThat(state.waitingFor()).isEmpty();
    }

    @Test
    void waitingFor_isAskedOfItsSource() {
        status.invisible(() -> List.of(7L));
        assertThat(status.state().waitingFor()).containsExactly(7L);
    }

    @Test
    void lost_isKeptAndTold() {
        status.lost(lost, Duration.ofSeconds(3));
        assertThat(status.state().lastError()).contains(lost);
        assertThat(heard).containsExactly(new NudgeListener.Disconnected(lost, Duration.ofSeconds(3)));
    }

    @Test
    void retry_isKeptAndTold_howeverOften() {
        status.retry(1, Duration.ofMillis(5), lost);
        status.retry(2, Duration.ofSeconds(30), wrong);
        status.retry(3, Duration.ofSeconds(30), wrong);
        assertThat(status.state().lastError()).contains(wrong);
        assertThat(heard)
                .containsExactly(
                        new NudgeListener.Retrying(1, Duration.ofMillis(5), lost),
                        new NudgeListener.Retrying(2, Duration.ofSeconds(30), wrong),
                        new NudgeListener.Retrying(3, Duration.ofSeconds(30), wrong));
    }

    @Test
    void ended_isThrownToTheTaker() {
        status.ended(wrong);
        assertThat(status.state().lastError()).contains(wrong);
        assertThatThrownBy(outbox::take).isSameAs(wrong);
    }

    @Test
    void ended_byABug_isThrownToTheTaker_andIsNoErrorOfTheServers() {
        IllegalStateException bug = new IllegalStateException("bug");
        status.ended(bug);
        assertThat(status.state().lastError()).isEmpty();
        assertThatThrownBy(outbox::take).isSameAs(bug);
    }

    @Test
    void told_reachesTheListener() {
        Resync item = new Resync(Resync.Reason.FAILSAFE);
        status.told(item);
        assertThat(heard).containsExactly(item);
    }

    @Test
    void listener_thatThrows_hearsOfItAndHarmsNobody() {
        IllegalStateException thrown = new IllegalStateException("listener");
        FeedStatus fragile = status(new NudgeListener() {
            @Override
            public void onDisconnected(Disconnected event) {
                throw thrown;
            }

            @Override
            public void onError(Throwable error) {
                heard.add(error);
            }
        });
        fragile.lost(lost, Duration.ZERO);
        assertThat(heard).containsExactly(thrown);
        assertThat(fragile.state().lastError()).contains(lost);
    }

    @Test
    void listener_thatDoesNothing_hearsEverything() {
        FeedStatus quiet = status(NudgeListener.NONE);
        quiet.lost(lost, Duration.ZERO);
        quiet.retry(1, Duration.ZERO, lost);
        quiet.told(new Resync(Resync.Reason.FAILSAFE));
        NudgeListener.NONE.onError(lost);
        NudgeListener.NONE.onConnected(new NudgeListener.Connected("slot", "plugin", 1));
        assertThat(quiet.state().lastError()).contains(lost);
    }

    private FeedStatus status(NudgeListener listener) {
        return new FeedStatus(listener, new Guard(LOG, listener::onError), outbox);
    }

    private final class Listener implements NudgeListener {
        @Override
        public void onDisconnected(Disconnected event) {
            heard.add(event);
        }

        @Override
        public void onRetry(Retrying event) {
            heard.add(event);
        }

        @Override
        public void onItem(FeedItem item) {
            heard.add(item);
        }

        @Override
        public void onError(Throwable error) {
            heard.add(error);
        }
    }
}
