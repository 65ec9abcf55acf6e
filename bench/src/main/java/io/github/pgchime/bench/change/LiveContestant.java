package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Contestant;
import io.github.pgchime.bench.Reader;
import java.util.function.LongConsumer;

/** Who reads changes as they are committed, from a slot that is made for it. */
enum LiveContestant implements Contestant {
    PGJDBC("pgjdbc, counting"),
    TYPED("pgchime, every value"),
    JSON("pgchime, Debezium's JSON to /dev/null"),
    /** Debezium as it comes: it looks for changes every half second. */
    DEBEZIUM("Debezium, JSON"),
    /** Debezium, looking as often as it can be told to. */
    DEBEZIUM_AT_ONCE("Debezium, JSON, poll.interval.ms=1");

    private static final String SLOT = "live";

    private final String title;

    LiveContestant(String title) {
        this.title = title;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Reader open(String url, LongConsumer told) {
        Slots slots = new Slots(url);
        slots.create(SLOT);
        Reader reader = switch (this) {
            case PGJDBC -> new LiveReader(new PgjdbcReader(url, SLOT), told);
            case TYPED -> new LiveReader(new TypedReader(url, SLOT), told);
            case JSON -> new LiveReader(new JsonReader(url, SLOT), told);
            case DEBEZIUM -> new DebeziumReader(url, SLOT, 500, told);
            case DEBEZIUM_AT_ONCE -> new DebeziumReader(url, SLOT, 1, told);
        };
        return () -> {
            reader.close();
            slots.drop(SLOT);
        };
    }
}
