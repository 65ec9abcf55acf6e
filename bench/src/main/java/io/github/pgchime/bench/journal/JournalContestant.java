package io.github.pgchime.bench.journal;

import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Contestant;
import io.github.pgchime.bench.Reader;
import java.util.function.LongConsumer;

/** Who is told of each entry; each says how one is published while it is measured. */
record JournalContestant(BenchServer server, Kind kind) implements Contestant {

    /** The kinds, the peer first. */
    enum Kind {
        LISTEN("LISTEN, then SELECT … WHERE id > last"),
        NUDGE("journal, nudge"),
        CHECK("journal, check"),
        NOTIFY("journal, notify");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private static final String PUBLISH =
            "CREATE OR REPLACE PROCEDURE publish(number bigint) LANGUAGE plpgsql AS $$ BEGIN %s END $$";

    @Override
    public String title() {
        return kind.title;
    }

    @Override
    public Reader open(String url, LongConsumer told) {
        if (kind == Kind.LISTEN) {
            server.execute(PUBLISH.formatted(
                    "INSERT INTO notification (channel, data) VALUES ('orders', jsonb_build_object('id', number));"
                            + " PERFORM pg_notify('orders', '');"));
            return new ListenAndQuery(url, told);
        }
        WakingJournal journal =
                new WakingJournal(url, WakingJournal.WakeUp.valueOf(kind.name()), entry -> told.accept(1));
        server.execute(PUBLISH.formatted(
                "PERFORM pgchime.notify('orders', jsonb_build_object('id', number), 'k' || number % 100);"));
        return journal::close;
    }
}
