package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.TableName;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.schema.Schema;
import io.github.pgchime.lifecycle.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * Durable notifications: entries in a table of the application's own database, written in its own transactions, and handled by
 * named consumers, each at its own pace. Every entry that is committed reaches every consumer at least once, whoever was away when
 * and whichever transaction was committed first; entries of one key reach it in order.
 *
 * <pre>{@code
 * Journal journal = Journal.on(dataSource);
 * journal.install();
 * journal.publish("orders", Json.of("{\"id\":42}"));
 * try (JournalConsumer mailer = journal.consumer("mailer").channels("orders").handler(entry -> send(entry)).start()) {
 *     …
 * }
 * }</pre>
 *
 * <p>The data source should be a pool: a consumer that leads has three connections in use now and then, and one more for each
 * handler that runs in a transaction. Immutable, for any thread.
 */
public final class Journal {

    static final Json NO_HEADERS = Json.of("{}");

    private final Database database;
    private final Schema schema;
    private final Consumers consumers;
    private final Overview overview;

    Journal(
            DataSource dataSource,
            Optional<ConnectionOptions> connection,
            JournalListener listener,
            TimeSource time,
            RandomGenerator random) {
        this.database = new Database(dataSource);
        this.schema = new Schema(database);
        this.overview = new Overview(database);
        this.consumers =
                new Consumers(database, new WakeUps(database, schema, connection, time), listener, time, random);
    }

    /** The journal in this database, if it is installed there. */
    public static Journal on(DataSource dataSource) {
        return builder(dataSource).build();
    }

    public static JournalBuilder builder(DataSource dataSource) {
        return new JournalBuilder(dataSource);
    }

    /**
     * Installs the schema {@code pgchime}, or brings it up to date, entries and consumers untouched. It does nothing if there is
     * nothing to do; many may call it at the same time. Consumers are woken without any help of those who write.
     *
     * @throws ConfigException if the schema is newer than this library
     * @throws PgChimeException if the database refuses, or is out of reach
     */
    public void install() {
        schema.install(false);
    }

    /**
     * The same, and entries are told by NOTIFY from then on: for roles without REPLICATION that are not to look now and then. It
     * makes transactions that publish wait for each other when they commit, on the whole server.
     */
    public void installWithNotify() {
        schema.install(true);
    }

    /** Removes the schema {@code pgchime} with all that is in it, and the triggers of watched tables. */
    public void uninstall() {
        schema.uninstall();
    }

    /** The version of the schema that is installed; 0 if there is none. */
    public int version() {
        return schema.version();
    }

    /**
     * Publishes an entry, in a transaction of its own.
     *
     * @return its id
     * @throws ConfigException if the channel or the payload is not valid, or the journal is not installed
     * @throws PgChimeException if the database refuses, or is out of reach
     */
    public long publish(String channel, Json payload) {
        return publish(channel, Optional.empty(), payload);
    }

    /** The same, perhaps with a key that its order is kept by. */
    public long publish(String channel, Optional<String> key, Json payload) {
        try {
            return database.transaction(
                    "publishing to channel " + channel,
                    connection -> Publisher.publish(connection, channel, key, payload, NO_HEADERS));
        } catch (PgChimeException e) {
            throw Publisher.explained(channel, e);
        }
    }

    /**
     * Publishes an entry in the caller's transaction: it becomes visible with that, or not at all.
     *
     * @param key what its order is kept by
     * @return its id
     * @throws ConfigException if the channel or the payload is not valid, or the journal is not installed
     * @throws PgChimeException if the database refuses; the transaction is of no use any more then
     */
    public long publish(Connection connection, String channel, String key, Json payload) {
        return publish(connection, channel, Optional.of(key), payload, NO_HEADERS);
    }

    /**
     * The same, with headers, and perhaps without a key.
     *
     * @param headers a JSON object
     */
    public long publish(Connection connection, String channel, Optional<String> key, Json payload, Json headers) {
        try {
            return Publisher.publish(connection, channel, key, payload, headers);
        } catch (SQLException e) {
            throw Publisher.translated(channel, e);
        }
    }

    /**
     * Begins to have the changes of a table become entries.
     *
     * @param table {@code schema.table} as SQL writes it, quoted where it needs it
     * @throws ConfigException if it is not of that form
     */
    public WatchBuilder watch(String table) {
        return new WatchBuilder(database, TableName.parse(table));
    }

    /** Begins a consumer of this name. */
    public ConsumerBuilder consumer(String name) {
        return new ConsumerBuilder(consumers, name);
    }

    /**
     * Sends a consumer somewhere else: what lies behind there is handled, again where it was handled before. What is to be tried
     * again, or dead, and lies behind there as well is read with it; the rest of that stays as it is.
     *
     * @return how many entries of its channels lie behind there
     * @throws ConfigException if there is none of this name
     */
    public long seek(String consumer, Start start) {
        return consumers.seek(consumer, start);
    }

    /** How many entries {@link #seek} would say, without moving anything. */
    public long wouldSeek(String consumer, Start start) {
        return consumers.wouldSeek(consumer, start);
    }

    /**
     * Has no more entries handled, whichever instance leads, until {@link #resume}; those in hand are finished.
     *
     * @throws ConfigException if there is none of this name
     */
    public void pause(String consumer) {
        consumers.pause(consumer, true);
    }

    /**
     * Goes on after {@link #pause}.
     *
     * @throws ConfigException if there is none of this name
     */
    public void resume(String consumer) {
        consumers.pause(consumer, false);
    }

    /**
     * Has an entry handled once more by a consumer, dead or not, at its next turn.
     *
     * @throws ConfigException if there is no such consumer, or the entry is gone
     */
    public void retry(String consumer, long entry) {
        consumers.retry(consumer, entry);
    }

    /**
     * How the journal and its consumers are at this moment.
     *
     * @throws ConfigException if the journal is not installed
     */
    public JournalStatus status() {
        return overview.status();
    }

    /** What a consumer has given up, the longest ago first; {@link #retry} has it try again. */
    public List<DeadLetter> dead(String consumer) {
        return overview.dead(consumer);
    }
}
