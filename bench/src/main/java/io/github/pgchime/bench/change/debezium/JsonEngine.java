package io.github.pgchime.bench.change.debezium;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import io.github.pgchime.ConnectionOptions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's embedded engine as its documentation shows it: JSON without schemas, offsets in memory, an existing slot and
 * publication, no snapshot; its queue, batches and threads as they come. What it writes goes nowhere.
 */
final class JsonEngine {

    /** It tells of each change that it did not count, which would take a good part of the time that is measured. */
    private static final Logger STATISTICS = Logger.getLogger("io.debezium.metrics.stats");

    private final DebeziumEngine<ChangeEvent<String, String>> engine;

    /**
     * Starts nothing yet.
     *
     * @param where the server's URL, the slot and the publication
     * @param options more of Debezium's own
     * @param ready run once it polls
     * @param told told 1 for each change
     */
    JsonEngine(List<String> where, Map<String, String> options, Runnable ready, LongConsumer told) {
        STATISTICS.setLevel(Level.SEVERE);
        engine = DebeziumEngine.create(Json.class)
                .using(properties(where, options))
                .using(new DebeziumEngine.ConnectorCallback() {
                    @Override
                    public void pollingStarted() {
                        ready.run();
                    }
                })
                .using(JsonEngine::ended)
                .notifying(change -> told.accept(1))
                .build();
    }

    /** Reads, on a thread of its own. */
    void start() {
        Thread.ofPlatform().name("debezium").start(engine);
    }

    private static Properties properties(List<String> where, Map<String, String> options) {
        ConnectionOptions server = ConnectionOptions.parse(where.getFirst(), Map.of());
        String slot = where.get(1);
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "name", slot,
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
                "key.converter.schemas.enable", "false",
                "value.converter.schemas.enable", "false",
                "topic.prefix", "bench"));
        properties.putAll(Map.of(
                "database.hostname", server.host(),
                "database.port", Integer.toString(server.port()),
                "database.user", server.user(),
                "database.dbname", server.database(),
                "database.sslmode", server.sslMode().spelling()));
        properties.putAll(Map.of(
                "plugin.name", "pgoutput",
                "slot.name", slot,
                "publication.name", where.get(2),
                "publication.autocreate.mode", "disabled",
                "snapshot.mode", "no_data"));
        properties.putAll(options);
        return properties;
    }

    private static void ended(boolean success, @Nullable String message, @Nullable Throwable error) {
        System.err.println("Debezium's engine has ended: " + message);
        if (error != null) {
            error.printStackTrace();
        }
        System.exit(1);
    }
}
