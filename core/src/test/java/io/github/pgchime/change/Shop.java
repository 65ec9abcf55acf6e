package io.github.pgchime.change;

import static io.github.pgchime.Eventually.eventually;

import io.github.pgchime.Lsn;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** A database with a table of items, and a slot and a publication of all tables to read it through. */
final class Shop implements AutoCloseable {

    private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'pgchime'";

    private final TestDatabase database;

    Shop(PostgresServer server) {
        database = server.newDatabase();
        database.execute("CREATE TABLE items (id int PRIMARY KEY, note text)", "CREATE PUBLICATION p FOR ALL TABLES");
    }

    TestDatabase database() {
        return database;
    }

    String slot() {
        return database.name();
    }

    /** A stream of the superuser's, which reconnects at once. */
    ChangeStreamBuilder stream() {
        return stream(database.url());
    }

    ChangeStreamBuilder stream(String url) {
        return ChangeStream.builder(url)
                .slot(slot())
                .publication("p")
                .createSlot(CreateSlot.IF_MISSING)
                .statusInterval(Duration.ofMillis(100))
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50));
    }

    /** A URL whose sessions have settings of their own, such as {@code wal_sender_timeout=2s}. */
    static String with(String url, String... settings) {
        StringBuilder options = new StringBuilder();
        for (String setting : settings) {
            options.append(options.isEmpty() ? "" : "%20").append("-c%20").append(setting.replace("=", "%3D"));
        }
        return url + (url.contains("?") ? "&" : "?") + "options=" + options;
    }

    /** Items of these numbers, each in a transaction of its own. */
    void insert(int first, int last) {
        database.execute("DO $$ BEGIN FOR i IN " + first + " .. " + last
                + " LOOP INSERT INTO items VALUES (i); COMMIT; END LOOP; END $$");
    }

    void insert(int id) {
        insert(id, id);
    }

    /** The numbers of the items that a transaction has inserted. */
    static List<Integer> ids(Transaction transaction) {
        return StreamSupport.stream(transaction.spliterator(), false)
                .map(change -> ((Insert) change).after().get("id", Integer.class))
                .toList();
    }

    static List<Change> changes(Transaction transaction) {
        List<Change> changes = new ArrayList<>();
        transaction.forEach(changes::add);
        return changes;
    }

    static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    /** What the server has of the slot. */
    private String ofSlot(String column) {
        return database.queryOne("SELECT " + column + " FROM pg_replication_slots WHERE slot_name = '" + slot() + "'");
    }

    /** How far the server has been told. */
    Lsn confirmed() {
        return Lsn.parse(ofSlot("confirmed_flush_lsn"));
    }

    Lsn walEnd() {
        return Lsn.parse(database.queryOne("SELECT pg_current_wal_lsn()"));
    }

    int backendPid() {
        return Integer.parseInt(ofSlot("coalesce(active_pid, 0)"));
    }

    /** Ends the walsender. */
    void kill() {
        database.server().terminateBackend(backendPid());
    }

    void awaitInactive() {
        eventually().until(() -> ofSlot("active").equals("f"));
    }

    /** When the server has last heard from the stream. */
    String lastReply() {
        return database.queryOne("SELECT coalesce(max(reply_time)::text, 'never') FROM pg_stat_replication"
                + " WHERE pid = " + backendPid());
    }

    /** Waits until the server has heard from the stream so many times more. */
    void awaitReplies(int count) {
        for (int i = 0; i < count; i++) {
            String before = lastReply();
            eventually().until(() -> !lastReply().equals(before));
        }
    }

    void awaitNoSession() {
        eventually().until(() -> database.queryOne(SESSIONS).equals("0"));
    }

    @Override
    public void close() {
        database.close();
    }
}
