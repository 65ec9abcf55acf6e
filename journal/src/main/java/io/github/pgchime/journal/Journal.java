package io.github.pgchime.journal;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.TableName;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.schema.Migration;
import io.github.pgchime.journal.schema.Schema;
import io.github.pgchime.journal.schema.Watching;
import io.github.pgchime.lifecycle.TimeSource;
import java.sql.Connection;
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
 * <p>What it needs in the database, schema {@code pgchime}, comes by {@link #install} alone and goes by {@link #uninstall}. The data source
 * should be a pool: a consumer that leads has three connections in use now and then, and one more for each handler that runs in a
 * transaction. Thread-safe if the data source is.
 *
 * <p>What it throws is a {@link PgChimeException}: {@link io.github.pgchime.ConfigException} for what no retry mends, among it that
 * the journal is not installed, or that the role lacks a right.
 */
public final class Journal {

    private final Database database;
    private final Consumers consumers;

    Journal(
            DataSource source,
            Optional<ConnectionOptions> connection,
            JournalListener listener,
            PayloadMapper payloads) {
        this.database = new Database(source);
        this.consumers = new Consumers(
                database,
                new WakeUps(database, connection, TimeSource.system()),
                listener,
                payloads,
                TimeSource.system(),
                RandomGenerator.getDefault());
    }

    /** Over connections of an application's own source, with what is usual. */
    public static Journal on(DataSource source) {
        return builder(source).build();
    }

    /** Over connections made by pgjdbc, each for one transaction, from a URL as libpq takes it. */
    public static Journal at(String url) {
        ConnectionOptions options = ConnectionOptions.parse(url);
        return builder(PgJdbc.source(options)).connection(options).build();
    }

    public static JournalBuilder builder(DataSource source) {
        return new JournalBuilder(source);
    }

    /** Installs it, or brings it to this library's version, with the choices that stand. */
    public Installation install() {
        return install(InstallOptions.defaults());
    }

    /**
     * Installs it, or brings it to this library's version, and to what the options say. Of several that do it at once one does
     * it. The role needs {@code CREATE} on the database, and {@code CREATEROLE} if it is to make the journal's roles.
     *
     * @throws io.github.pgchime.ConfigException if the schema is newer than this library
     */
    public Installation install(InstallOptions options) {
        Schema schema = new Schema(database);
        List<String> applied = schema.install(options.setup()).stream()
                .map(Migration::toString)
                .toList();
        return new Installation(Migration.ALL.size(), applied, schema.missingRoles());
    }

    /** Takes it out of the database, with all entries, every watch, and those of its roles that nothing else depends on. */
    public void uninstall() {
        new Schema(database).uninstall();
    }

    /**
     * Says that this journal is where it is now, after its server was promoted, or a backup restored: until then no consumer
     * starts there, since the original may still deliver. After a dump was restored elsewhere, what consumers had before them
     * comes again, as a replay.
     *
     * @return how many entries come again, over all consumers
     */
    public long restamp() {
        return new Restamping(database).restamp();
    }

    /** Publishes in a transaction of its own; the entry's id. */
    public long publish(String channel, Json payload) {
        return publish(Publication.of(channel, payload));
    }

    /** Publishes in a transaction of its own; the entry's id. */
    public long publish(Publication publication) {
        try {
            return database.transaction(
                    Publishing.doing(publication), session -> Publishing.insert(session, publication));
        } catch (PgChimeException e) {
            throw Publishing.explained(publication, e);
        }
    }

    /**
     * Publishes in the transaction that the connection is in, with which the entry comes or does not; in auto-commit mode at
     * once. The connection is left as it was, and if the server refuses, its transaction is aborted.
     *
     * @return the entry's id
     */
    public long publish(Connection session, Publication publication) {
        return Publishing.publish(session, publication);
    }

    /** The same, without a key. */
    public long publish(Connection session, String channel, Json payload) {
        return publish(session, Publication.of(channel, payload));
    }

    /** The same, in order with all of this key. */
    public long publish(Connection session, String channel, String key, Json payload) {
        return publish(session, Publication.of(channel, payload).withKey(key));
    }

    /**
     * Begins to say how a table is to be watched, or not any more.
     *
     * @param table {@code schema.table}, quoted as in SQL
     */
    public WatchBuilder watch(String table) {
        return new WatchBuilder(new Watching(database), TableName.parse(table));
    }

    /** What is watched. */
    public List<Watch> watches() {
        return new Watching(database).list().stream().map(Watch::of).toList();
    }

    /** What a cleanup would do. It changes nothing, and waits for nobody. */
    public CleanupPlan cleanupPlan(Retention retention) {
        return new Cleanup(database, retention).plan();
    }

    /** Drops what has outlived its time, as far as every consumer has done with it. No writer waits for more than a moment. */
    public CleanupPlan cleanup(Retention retention) {
        return new Cleanup(database, retention).run();
    }

    /** How it goes, now. */
    public JournalStatus status() {
        return new StatusQuery(database).status();
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
     * @throws io.github.pgchime.ConfigException if there is none of this name
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
     * @throws io.github.pgchime.ConfigException if there is none of this name
     */
    public void pause(String consumer) {
        consumers.pause(consumer, true);
    }

    /**
     * Goes on after {@link #pause}.
     *
     * @throws io.github.pgchime.ConfigException if there is none of this name
     */
    public void resume(String consumer) {
        consumers.pause(consumer, false);
    }

    /**
     * Has an entry handled once more by a consumer, dead or not, at its next turn.
     *
     * @throws io.github.pgchime.ConfigException if there is no such consumer, or the entry is gone
     */
    public void retry(String consumer, long entry) {
        consumers.retry(consumer, entry);
    }

    /** What a consumer has given up, the longest ago first; {@link #retry} has it try again. */
    public List<DeadLetter> dead(String consumer) {
        return consumers.dead(consumer);
    }
}
