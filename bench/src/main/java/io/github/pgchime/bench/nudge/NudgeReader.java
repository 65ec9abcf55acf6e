package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.Reader;
import io.github.pgchime.nudge.Batch;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.Nudge;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import io.github.pgchime.nudge.Resync;
import java.util.function.LongConsumer;

/** A feed of all tables, taken by the loop that its documentation shows, on a thread of its own. */
final class NudgeReader implements Reader {

    private final NudgeFeed feed;

    NudgeReader(NudgeFeedBuilder builder, LongConsumer rows) {
        feed = builder.applicationName("bench").open();
        Thread.ofPlatform().name("consumer").daemon().start(() -> consume(rows));
    }

    private void consume(LongConsumer rows) {
        for (FeedItem item : feed) {
            switch (item) {
                case Batch batch -> rows.accept(rowsOf(batch));
                case Resync(var reason) -> {
                    if (reason != Resync.Reason.CONNECTED) {
                        throw new IllegalStateException("rows are no longer counted: Resync for " + reason);
                    }
                }
            }
        }
    }

    static long rowsOf(Batch batch) {
        return batch.nudges().stream().mapToLong(Nudge::count).sum();
    }

    @Override
    public void close() {
        feed.close();
    }
}
