package io.github.pgchime.nudge;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.lifecycle.Feedback;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Instant;
import java.util.function.Consumer;

/** An open stream as the announcer and the feed's state see it. */
final class NudgeLink implements Announcer.Link {

    private final Opening.Stream stream;
    private final Feedback feedback;
    private final TimeSource time;
    private final Consumer<PgChimeException> failure;
    private Premises premises;

    /** @param failure ends the connection */
    NudgeLink(Opening.Stream stream, Feedback feedback, TimeSource time, Consumer<PgChimeException> failure) {
        this.stream = stream;
        this.feedback = feedback;
        this.time = time;
        this.failure = failure;
        this.premises = stream.premises();
    }

    Opening.Stream stream() {
        return stream;
    }

    Feedback feedback() {
        return feedback;
    }

    @Override
    public Visibility visibility() {
        return stream.visibility();
    }

    @Override
    public WatchList watchList() {
        return stream.watchList();
    }

    @Override
    public Lsn streamed() {
        return feedback.position();
    }

    @Override
    public void askPosition() {
        feedback.askPosition();
    }

    @Override
    public boolean needsVerifying() {
        return stream.side().isPresent() && !premises.isEmpty();
    }

    @Override
    public void verify() {
        stream.side().ifPresent(side -> premises = premises.verified(side.catalog()));
    }

    @Override
    public void fail(PgChimeException cause) {
        failure.accept(cause);
    }

    Instant lastInbound() {
        return time.instant().minus(stream.walSender().silence());
    }

    NudgeListener.Connected asEvent() {
        return new NudgeListener.Connected(
                stream.slot(),
                stream.plugin().pluginName(),
                stream.walSender().connection().backendPid());
    }
}
