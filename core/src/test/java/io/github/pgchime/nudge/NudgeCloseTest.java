package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.nudge.Scripts.side;
import static io.github.pgchime.nudge.Scripts.slot;
import static io.github.pgchime.nudge.Scripts.stream;
import static io.github.pgchime.nudge.Scripts.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.lifecycle.FakeTime;
import io.github.pgchime.lifecycle.LiveThreads;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing, whatever the feed is at, leaves no thread and no connection. */
@Timeout(60)
final class NudgeCloseTest {

    /** Where a server can leave a feed waiting, and how to see that it does. */
    record Phase(String name, Script walSender, Script side, Predicate<ScriptedServer> reached) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Phase> phases() {
        return Stream.of(
                new Phase("authenticating", Script.empty().silence(), side(), started(1)),
                new Phase(
                        "starting",
                        Script.empty().send(Frames.authenticationOk()).silence(),
                        side(),
                        started(1)),
                new Phase("setting up", untilAsked("SET lock_timeout"), side(), asked("SET lock_timeout")),
                new Phase("opening the second", side(), Script.empty().silence(), started(2)),
                new Phase("setting up the second", side(), untilAsked("SET idle"), asked("SET idle")),
                new Phase("creating the slot", slot().silence(), side(), asked(Scripts.CREATE)),
                new Phase("beginning to stream", untilAsked(Scripts.START), side(), asked(Scripts.START)),
                new Phase(
                        "looking for suspects",
                        stream().silence(),
                        untilAsked("-- The top-level"),
                        asked("-- The top-level")),
                new Phase("streaming", stream().silence(), side(), asked("-- The top-level")),
                new Phase(
                        "asking for visibility",
                        stream().send(transaction(7, "public.a")).silence(),
                        untilAsked("SELECT txid_current_snapshot"),
                        asked("SELECT txid_current_snapshot")),
                new Phase("backing off", Script.empty().reset(), side(), started(1)));
    }

    private static Script untilAsked(String prefix) {
        return Script.welcome().answerUntil(prefix, Scripts::answer).silence();
    }

    private static Predicate<ScriptedServer> started(int sessions) {
        return server -> server.startups().size() == sessions;
    }

    private static Predicate<ScriptedServer> asked(String prefix) {
        return server -> server.queries().stream().anyMatch(sql -> sql.startsWith(prefix));
    }

    private final LiveThreads threads = new LiveThreads();
    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @MethodSource("phases")
    void close_inEveryPhase_leavesNothing(Phase phase) throws Exception {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.onReplication(phase.walSender()).onOrdinary(phase.side());
            NudgeFeed feed = start(server, NudgeListener.NONE);
            eventually().until(() -> phase.reached().test(server));
            feed.close();
            assertThat(feed.iterator().hasNext()).isFalse();
            assertThat(feed.poll(Duration.ZERO)).isEmpty();
            eventually().until(() -> server.connections() == 0);
            threads.awaitNoMore();
            feed.close();
        }
    }

    @Test
    void close_releasesEveryKindOfTaker() throws Exception {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.onReplication(stream().silence()).onOrdinary(side());
            NudgeFeed feed = start(server, NudgeListener.NONE);
            var done = feed.forEachAsync(item -> {});
            AtomicReference<List<FeedItem>> iterated = new AtomicReference<>();
            Thread iterating = Thread.startVirtualThread(() -> {
                var items = new ArrayList<FeedItem>();
                feed.forEach(items::add);
                iterated.set(items);
            });
            eventually().until(() -> feed.state().connected());
            feed.close();
            done.get(15, TimeUnit.SECONDS);
            assertThat(iterating.join(DEADLINE)).isTrue();
            assertThat(iterated.get()).hasSizeLessThanOrEqualTo(1);
            threads.awaitNoMore();
        }
    }

    @Test
    void close_fromWithinAListener_leavesNothing() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.onReplication(stream().silence()).onOrdinary(side());
            AtomicReference<NudgeFeed> self = new AtomicReference<>();
            NudgeFeed feed = start(server, new NudgeListener() {
                @Override
                public void onItem(FeedItem item) {
                    eventually().until(() -> self.get() != null);
                    self.get().close();
                }
            });
            self.set(feed);
            assertThat(feed.iterator().hasNext()).isIn(true, false);
            eventually().until(() -> server.connections() == 0);
            threads.awaitNoMore();
        }
    }

    private NudgeFeed start(ScriptedServer server, NudgeListener listener) {
        NudgeFeedBuilder builder = NudgeFeed.builder(server.url()).debounce(Duration.ZERO);
        return new NudgeFeed(builder.options(), listener, time, Scripts.greatest());
    }
}
