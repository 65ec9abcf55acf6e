package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import io.debezium.engine.format.KeyValueHeaderChangeEventFormat;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Debezium's embedded engine on a slot of its own. */
final class DebeziumSide implements AutoCloseable {

    private static final int SECONDS = 60;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch streaming = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final DebeziumEngine<ChangeEvent<String, String>> engine;
    private final Thread thread;
    private volatile Optional<Throwable> failure = Optional.empty();

    DebeziumSide(TestDatabase database, String slot, Map<String, String> options) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "name", slot,
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
                "value.converter.replace.null.with.default", "false",
                "poll.interval.ms", "10"));
        properties.putAll(Map.of(
                "database.hostname", database.server().host(),
                "database.port", Integer.toString(database.server().port()),
                "database.user", "postgres",
                "database.dbname", database.name(),
                "database.sslmode", "disable",
                "plugin.name", "pgoutput",
                "slot.name", slot,
                "publication.name", "p",
                "publication.autocreate.mode", "disabled",
                "snapshot.mode", "no_data"));
        properties.put("topic.prefix", "pgchime");
        properties.putAll(options);
        engine = DebeziumEngine.create(KeyValueHeaderChangeEventFormat.of(Json.class, Json.class, Json.class))
                .using(properties)
                .using(new DebeziumEngine.ConnectorCallback() {
                    @Override
                    public void pollingStarted() {
                        streaming.countDown();
                    }
                })
                .using(this::completed)
                .notifying(this::take)
                .build();
        thread = Thread.ofPlatform().name("debezium-" + slot).start(engine);
        await(streaming);
    }

    private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
        failure = Optional.ofNullable(error);
        streaming.countDown();
        ended.countDown();
    }

    /** Where what is NULL is to stay so, this is left to its default, too. */
    private static void sayNoSnapshot(JsonNode value) {
        JsonNode content = value.has("payload") ? value.get("payload") : value;
        if (content.path("source") instanceof ObjectNode source
                && source.path("snapshot").isNull()) {
            source.put("snapshot", "false");
        }
    }

    private void take(ChangeEvent<String, String> change) {
        Map<String, JsonNode> headers = new TreeMap<>();
        for (var header : change.<String>headers()) {
            if (header.getKey().endsWith("key")) {
                headers.put(header.getKey(), Event.parse(Optional.ofNullable(header.getValue())));
            }
        }
        JsonNode value = Event.parse(Optional.ofNullable(change.value()));
        sayNoSnapshot(value);
        Event event = new Event(change.destination(), Event.parse(Optional.ofNullable(change.key())), value, headers);
        if (event.isEnd()) {
            ended.countDown();
        } else {
            events.add(event);
        }
    }

    /** All events up to the last message. */
    List<Event> events() {
        await(ended);
        failure.ifPresent(error -> {
            throw new AssertionError("Debezium's engine failed", error);
        });
        return List.copyOf(events);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Debezium's engine took more than " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            engine.close();
            thread.join();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
