package io.github.pgchime.journal.wake;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.TableName;
import io.github.pgchime.nudge.NudgeFeed;
import java.time.Duration;
import java.util.List;

/** A nudge feed on the table of entries: it costs those who write nothing, and tells as soon as an entry can be seen. */
public final class NudgeWakeUp implements WakeUp {

    private static final TableName ENTRY = new TableName("pgchime", "entry");

    private final NudgeFeed feed;

    private NudgeWakeUp(NudgeFeed feed) {
        this.feed = feed;
    }

    /**
     * Opens the feed.
     *
     * @throws io.github.pgchime.PgChimeException if the role, or the server's settings, do not allow it
     */
    public static NudgeWakeUp open(ConnectionOptions connection, Runnable onWake) {
        NudgeFeed feed = NudgeFeed.builder(connection)
                .tables(List.of(ENTRY))
                .debounce(Duration.ZERO)
                .open();
        var unused = feed.forEachAsync(item -> onWake.run());
        return new NudgeWakeUp(feed);
    }

    @Override
    public String name() {
        return "nudge";
    }

    @Override
    public void close() {
        feed.close();
    }
}
