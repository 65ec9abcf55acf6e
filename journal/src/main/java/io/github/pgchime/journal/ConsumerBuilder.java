package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes a {@link JournalConsumer}. What is not said keeps the default that is stated here. */
public final class ConsumerBuilder {

    private final Consumers consumers;
    private final String name;
    private Optional<List<String>> channels = Optional.empty();
    private Start start = Start.now();
    private int parallelism = 1;
    private Retry retry = Retry.usual();
    private Predicate<? super Throwable> permanent = thrown -> false;
    private boolean laterEntriesWait = true;
    private Duration lease = Duration.ofSeconds(3);
    private Duration stopTimeout = Duration.ofSeconds(30);
    private Duration check = Duration.ofSeconds(5);
    private Optional<GapHandler> gapHandler = Optional.empty();
    private Optional<Handlings.Kind> handler = Optional.empty();
    private Supplier<Reading> reading = SnapshotReading::new;

    ConsumerBuilder(Consumers consumers, String name) {
        this.consumers = consumers;
        this.name = name;
    }

    /** Whose entries it gets. If other channels are given than before, the position stays where it is. */
    public ConsumerBuilder channels(String... names) {
        channels = Optional.of(List.of(names)).filter(some -> !some.isEmpty());
        return this;
    }

    /** It gets the entries of all channels, those to come as well. */
    public ConsumerBuilder allChannels() {
        channels = Optional.of(List.of());
        return this;
    }

    /** Where it begins if there was none of its name yet: with what is committed from then on, by default. */
    public ConsumerBuilder from(Start value) {
        start = value;
        return this;
    }

    /**
     * How many handlers may run beside each other; one by default, which gets all keys' entries in the order of their ids, but for
     * those that become visible later. The entries of a key are handled in order whatever it is.
     */
    public ConsumerBuilder parallelism(int handlers) {
        parallelism = handlers;
        return this;
    }

    /** What becomes of entries whose handlers throw; {@link Retry#usual} by default. */
    public ConsumerBuilder retry(Retry value) {
        retry = value;
        return this;
    }

    /** What a handler throws that no further attempt mends, besides {@link PermanentFailure}. Called on handlers' threads. */
    public ConsumerBuilder permanent(Predicate<? super Throwable> test) {
        permanent = test;
        return this;
    }

    /** Whether the entries of a key wait while one of them is to be tried again; they do by default. */
    public ConsumerBuilder laterEntriesWait(boolean on) {
        laterEntriesWait = on;
        return this;
    }

    /** How long a leading instance that is gone keeps others waiting; 3 s by default. */
    public ConsumerBuilder lease(Duration length) {
        lease = length;
        return this;
    }

    /** How long handlers in hand may take when the consumer is closed; 30 s by default. */
    public ConsumerBuilder stopTimeout(Duration patience) {
        stopTimeout = patience;
        return this;
    }

    /** How often it looks whether there is anything, whatever wakes it; every 5 s by default. */
    public ConsumerBuilder check(Duration interval) {
        check = interval;
        return this;
    }

    /** Has every entry handled at least once. */
    public ConsumerBuilder handler(EntryHandler value) {
        handler = Optional.of(Handlings.plain(value));
        return this;
    }

    /** Has every entry handled in a transaction that is its acknowledgement as well. */
    public ConsumerBuilder handler(TransactionalHandler value) {
        handler = Optional.of(Handlings.transactional(value));
        return this;
    }

    /**
     * Has entries handled together, as many as are there, at least once each.
     *
     * @param most how many at once; 1 to 10,000. Large payloads come alone
     */
    public ConsumerBuilder batchHandler(int most, BatchHandler value) {
        handler = Optional.of(Handlings.batches(most, value));
        return this;
    }

    /**
     * Has entries handled together in a transaction that is their acknowledgement as well.
     *
     * @param most how many at once; 1 to 10,000. Large payloads come alone
     */
    public ConsumerBuilder batchHandler(int most, TransactionalBatchHandler value) {
        handler = Optional.of(Handlings.transactionalBatches(most, value));
        return this;
    }

    /** What is done about entries that are gone; by default they are only logged. */
    public ConsumerBuilder onGap(GapHandler value) {
        gapHandler = Optional.of(value);
        return this;
    }

    ConsumerBuilder reading(Supplier<Reading> value) {
        reading = value;
        return this;
    }

    /**
     * The settings as they stand.
     *
     * @throws ConfigException if one is out of range, or channels are missing
     */
    public ConsumerOptions options() {
        List<String> whose = channels.orElseThrow(() ->
                new ConfigException("consumer " + name + " has no channels; name at least one, or take allChannels()"));
        return new ConsumerOptions(name, whose, start, parallelism, retry, laterEntriesWait, lease, stopTimeout, check);
    }

    /**
     * Starts an instance. If the consumer is new, it is registered, and has its position, when this returns.
     *
     * @throws ConfigException if a setting is wrong, there is no handler, or the journal is not installed
     * @throws io.github.pgchime.PgChimeException if the database refuses, or is out of reach
     */
    public JournalConsumer start() {
        Handlings.Kind kind = handler.orElseThrow(
                () -> new ConfigException("consumer " + name + " has no handler; give it one by handler(…)"));
        return consumers.start(options(), kind, gapHandler, permanent, reading);
    }
}
