package io.github.pgchime.bench.notify;

import io.github.pgchime.bench.ForkedContestant;
import io.github.pgchime.bench.Reader;
import io.github.pgchime.bench.ReaderProcess;
import java.io.IOException;
import java.util.function.LongConsumer;

/** Who listens. */
enum NotifyContestant implements ForkedContestant {
    /** The peer: blocking {@code getNotifications(0)} in a loop. */
    PGJDBC("pgjdbc getNotifications"),
    /** A subscription with a handler. */
    HANDLER("pgchime, handler"),
    /** A subscription that the application's own thread iterates over. */
    ITERATOR("pgchime, iterator");

    private final String title;

    NotifyContestant(String title) {
        this.title = title;
    }

    /** One of these in a process of its own. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ReaderProcess.serve(valueOf(arguments[0]), arguments[1]);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Class<?> process() {
        return NotifyContestant.class;
    }

    @Override
    public Reader open(String url, LongConsumer told) {
        return switch (this) {
            case PGJDBC -> new PgjdbcListener(url, told);
            case HANDLER -> NotifierReader.handling(url, told);
            case ITERATOR -> NotifierReader.iterating(url, told);
        };
    }
}
