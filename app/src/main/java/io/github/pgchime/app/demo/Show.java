package io.github.pgchime.app.demo;

import io.github.pgchime.app.process.Ending;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.Resync;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Plays scene after scene, and listens after each. */
final class Show implements Callable<Tally> {

    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Far longer than a nudge takes, so that its absence means something. */
    private static final Duration SILENCE = Duration.ofMillis(300);

    private final Shop shop;
    private final NudgeFeed feed;
    private final Stage stage;
    private final Ending ending;
    private final LongSupplier ticks;
    private final Optional<Duration> length;
    private final Programme programme = new Programme();
    private final Tally tally = new Tally();

    /** @param length when it ends by itself; empty is when a signal comes */
    Show(Shop shop, NudgeFeed feed, Stage stage, Ending ending, LongSupplier ticks, Optional<Duration> length) {
        this.shop = shop;
        this.feed = feed;
        this.stage = stage;
        this.ending = ending;
        this.ticks = ticks;
        this.length = length;
    }

    @Override
    public Tally call() throws IOException, SQLException, InterruptedException {
        long opened = ticks.getAsLong();
        stage.heading();
        stage.begins("it opens");
        listen(FeedItem.class, opened);
        while (!pauseUntilEnd(opened)) {
            play(programme.next());
        }
        return tally;
    }

    private boolean pauseUntilEnd(long opened) throws InterruptedException {
        Duration pause = length.map(total -> total.minus(since(opened)))
                .filter(left -> left.compareTo(PACE) < 0)
                .orElse(PACE);
        return ending.await(pause) || pause.compareTo(PACE) < 0;
    }

    private void play(Scene scene) throws IOException, SQLException, InterruptedException {
        dropLeftovers();
        switch (scene) {
            case Scene.Commit commit -> commit(commit);
            case Scene.Rollback rollback -> rollback(rollback);
            case Scene.Cut cut -> cut(cut);
        }
    }

    /** What the last scene was told of twice, by a resync and a batch, is not this one's. */
    private void dropLeftovers() throws InterruptedException {
        Optional<FeedItem> leftover;
        do {
            leftover = feed.poll(Duration.ZERO);
        } while (leftover.isPresent());
    }

    private void commit(Scene.Commit scene) throws IOException, SQLException, InterruptedException {
        stage.begins(scene.says());
        listen(FeedItem.class, shop.play(scene)).ifPresentOrElse(tally::heard, tally::unheard);
    }

    private void rollback(Scene.Rollback scene) throws IOException, SQLException, InterruptedException {
        stage.begins(scene.says());
        shop.play(scene);
        stage.remark(feed.poll(SILENCE).isEmpty() ? "(nothing: nothing has changed)" : "(something, wrongly)");
    }

    private void cut(Scene.Cut scene) throws IOException, SQLException, InterruptedException {
        OptionalInt backend = feed.state().backendPid();
        if (backend.isPresent()) {
            stage.begins("the feed's connection is killed");
            shop.kill(backend.getAsInt());
            awaitLossOf(backend);
            stage.remark("(connection lost, reconnecting)");
        }
        stage.begins("meanwhile, " + scene.says());
        listen(Resync.class, shop.play(scene)).ifPresentOrElse(after -> tally.cut(), tally::unheard);
    }

    private void awaitLossOf(OptionalInt backend) throws InterruptedException {
        long start = ticks.getAsLong();
        boolean over = false;
        while (!over && since(start).compareTo(PATIENCE) < 0) {
            over = ending.await(Duration.ofMillis(1))
                    || !feed.state().backendPid().equals(backend);
        }
    }

    /** Shows the first item of this kind, and returns how long after the tick it came; empty if none did. */
    private Optional<Duration> listen(Class<? extends FeedItem> kind, long tick)
            throws IOException, InterruptedException {
        Optional<FeedItem> item = feed.poll(PATIENCE);
        while (item.isPresent() && !kind.isInstance(item.get())) {
            item = feed.poll(PATIENCE);
        }
        Duration after = since(tick);
        if (item.isEmpty()) {
            stage.remark("(nothing within " + PATIENCE.toSeconds() + " s)");
            return Optional.empty();
        }
        stage.heard(item.get(), after);
        return Optional.of(after);
    }

    private Duration since(long tick) {
        return Duration.ofNanos(ticks.getAsLong() - tick);
    }
}
