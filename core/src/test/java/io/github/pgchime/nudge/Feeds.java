package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.TableName;
import io.github.pgchime.testkit.TestDatabase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes from feeds under test, always with a deadline. */
final class Feeds {

    private Feeds() {}

    /** A feed of the superuser's on this database, connected, its first Resync taken. */
    static NudgeFeed connected(NudgeFeedBuilder builder) throws InterruptedException {
        NudgeFeed feed = builder.open();
        assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.CONNECTED));
        return feed;
    }

    static NudgeFeedBuilder on(TestDatabase database) {
        return NudgeFeed.builder(database.url());
    }

    static FeedItem next(NudgeFeed feed) throws InterruptedException {
        return feed.poll(DEADLINE).orElseThrow(() -> new AssertionError("no item in " + DEADLINE));
    }

    /** Takes batches until they count this much for the table, and returns all counts. */
    static Map<TableName, Long> countsUntil(NudgeFeed feed, TableName table, long count) throws InterruptedException {
        Map<TableName, Long> counts = new LinkedHashMap<>();
        Instant deadline = Instant.now().plus(DEADLINE);
        while (counts.getOrDefault(table, 0L) < count) {
            assertThat(Instant.now()).as("counts so far: " + counts).isBefore(deadline);
            if (next(feed) instanceof Batch batch) {
                batch.nudges().forEach(nudge -> counts.merge(nudge.table(), nudge.count(), Long::sum));
            }
        }
        return counts;
    }

    static void awaitNoSlots(TestDatabase database) {
        eventually().untilAsserted(() -> assertThat(database.slots()).isEmpty());
    }

    static TableName table(String text) {
        return TableName.parse(text);
    }
}
