package io.github.pgchime.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.lifecycle.FakeTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InboxTest {

    private static final Gap CONNECTED = new Gap(Gap.Reason.CONNECTED);
    private static final Gap RECONNECTED = new Gap(Gap.Reason.RECONNECTED);

    private final FakeTime time = new FakeTime();
    private final Tally tally = new Tally();
    private final Inbox inbox = new Inbox(3, tally, time);
    private final NotifySession session = new Loopback().open();

    @Test
    void events_comeInOrder() throws Exception {
        inbox.open(session, CONNECTED);
        put(session, "a", "b");
        assertThat(inbox.size()).isEqualTo(2);
        assertThat(taken()).containsExactly("CONNECTED", "c=a", "c=b");
        assertThat(inbox.size()).isZero();
        assertThat(tally.delivered.sum()).isEqualTo(2);
    }

    @Test
    void notification_beforeTheGap_isNotLetIn() throws Exception {
        put(session, "early");
        inbox.open(session, CONNECTED);
        assertThat(taken()).containsExactly("CONNECTED");
    }

    @Test
    void notification_ofAnotherSession_isNotLetIn() throws Exception {
        NotifySession next = new Loopback().open();
        inbox.open(session, CONNECTED);
        put(next, "before its gap");
        put(session, "a");
        inbox.open(next, RECONNECTED);
        put(session, "late");
        put(next, "b");
        assertThat(taken()).containsExactly("CONNECTED", "c=a", "RECONNECTED", "c=b");
    }

    @Test
    void gaps_sideBySide_areOne() throws Exception {
        inbox.open(session, CONNECTED);
        inbox.open(session, RECONNECTED);
        put(session, "a");
        inbox.open(session, RECONNECTED);
        inbox.open(session, RECONNECTED);
        assertThat(taken()).containsExactly("CONNECTED", "c=a", "RECONNECTED");
        inbox.open(session, RECONNECTED);
        assertThat(taken()).containsExactly("RECONNECTED");
    }

    @Test
    void overflow_dropsTheOldest_andStandsInTheirPlace() throws Exception {
        inbox.open(session, CONNECTED);
        put(session, "a", "b", "c", "d", "e");
        assertThat(inbox.size()).isEqualTo(3);
        assertThat(tally.dropped.sum()).isEqualTo(2);
        assertThat(taken()).containsExactly("OVERFLOW 2", "c=c", "c=d", "c=e");
    }

    @Test
    void overflow_onceTold_countsAnew() throws Exception {
        inbox.open(session, CONNECTED);
        put(session, "a", "b", "c", "d");
        assertThat(next()).isEqualTo("OVERFLOW 1");
        put(session, "e");
        assertThat(taken()).containsExactly("OVERFLOW 1", "c=c", "c=d", "c=e");
        assertThat(tally.dropped.sum()).isEqualTo(2);
    }

    @Test
    void overflow_leavesTheGapThatIsFurtherBack() throws Exception {
        inbox.open(session, CONNECTED);
        put(session, "a", "b");
        inbox.open(session, RECONNECTED);
        put(session, "c", "d");
        assertThat(taken()).containsExactly("OVERFLOW 1", "c=b", "RECONNECTED", "c=c", "c=d");
    }

    @Test
    void overflow_upToAGap_isTheSameAsThatGap() throws Exception {
        inbox.open(session, CONNECTED);
        put(session, "a");
        inbox.open(session, RECONNECTED);
        put(session, "b", "c", "d");
        assertThat(taken()).containsExactly("OVERFLOW 1", "c=b", "c=c", "c=d");
    }

    @Test
    void gaps_areNeverMoreThanNotificationsAndOne_norSideBySide() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            Inbox tried = new Inbox(1 + random.nextInt(4), tally, time);
            for (int step = random.nextInt(20); step >= 0; step--) {
                if (random.nextBoolean()) {
                    tried.open(session, RECONNECTED);
                } else {
                    tried.put(session, notification("x"));
                }
                if (random.nextInt(4) == 0) {
                    tried.take(time.nanos());
                }
            }
            List<NotifyEvent> left = left(tried);
            for (int i = 1; i < left.size(); i++) {
                assertThat(left.get(i - 1) instanceof Gap && left.get(i) instanceof Gap)
                        .as("%s", left)
                        .isFalse();
            }
        }
    }

    @Test
    void finish_letsWhatWaitsBeTaken_andNothingIn() throws Exception {
        inbox.open(session, CONNECTED);
        put(session, "a");
        inbox.finish(Optional.empty());
        assertThat(inbox.isOver()).isFalse();
        put(session, "late");
        inbox.open(session, RECONNECTED);
        assertThat(taken()).containsExactly("CONNECTED", "c=a");
        assertThat(inbox.isOver()).isTrue();
        assertThat(inbox.take()).isEmpty();
    }

    @Test
    void finish_withAFailure_throwsItAfterWhatWaits() throws Exception {
        inbox.open(session, CONNECTED);
        inbox.finish(Optional.of(new ConnectionLostException("gave up")));
        assertThat(next()).isEqualTo("CONNECTED");
        assertThatThrownBy(inbox::take).hasMessage("gave up");
        assertThat(inbox.take()).isEmpty();
    }

    @Test
    void end_dropsWhatWaits_theOverflowIncluded() throws Exception {
        inbox.open(session, CONNECTED);
        put(session, "a", "b", "c", "d");
        inbox.end(Optional.empty());
        assertThat(inbox.size()).isZero();
        assertThat(inbox.isOver()).isTrue();
        assertThat(inbox.take()).isEmpty();
    }

    @Test
    void isOver_whileOpen_isFalse() {
        assertThat(inbox.isOver()).isFalse();
    }

    private Notification notification(String payload) {
        return new Notification("c", payload, Loopback.OUTSIDER, time.instant());
    }

    private void put(NotifySession from, String... payloads) {
        for (String payload : payloads) {
            inbox.put(from, notification(payload));
        }
    }

    private String next() throws InterruptedException {
        return Events.text(inbox.take(time.nanos()).orElseThrow());
    }

    private List<String> taken() throws InterruptedException {
        return left(inbox).stream().map(Events::text).toList();
    }

    private List<NotifyEvent> left(Inbox from) throws InterruptedException {
        List<NotifyEvent> left = new ArrayList<>();
        for (Optional<NotifyEvent> event = from.take(time.nanos());
                event.isPresent();
                event = from.take(time.nanos())) {
            left.add(event.get());
        }
        return left;
    }
}
