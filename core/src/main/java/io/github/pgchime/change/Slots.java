package io.github.pgchime.change;

import io.github.pgchime.wire.Row;
import io.github.pgchime.wire.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The replication slots of a server, over whatever session is at hand. */
final class Slots {

    private static final String SLOTS = resource();

    private final Function<String, List<Row>> query;

    /** @param query runs one statement and returns its rows */
    Slots(Function<String, List<Row>> query) {
        this.query = query;
    }

    List<ReplicationSlot> all() {
        return where("true");
    }

    Optional<ReplicationSlot> named(String name) {
        return where("s.slot_name = " + Sql.literal(name)).stream().findFirst();
    }

    /** Drops a slot; false if there is none of this name. */
    boolean drop(String name) {
        return !query.apply(
                        "SELECT pg_catalog.pg_drop_replication_slot(s.slot_name) FROM pg_catalog.pg_replication_slots s"
                                + " WHERE s.slot_name = " + Sql.literal(name))
                .isEmpty();
    }

    private List<ReplicationSlot> where(String condition) {
        return query.apply(SLOTS.replace(":condition", condition)).stream()
                .map(ReplicationSlot::of)
                .toList();
    }

    private static String resource() {
        try (InputStream in = Slots.class.getResourceAsStream("slots.sql")) {
            if (in == null) {
                throw new IllegalStateException("slots.sql is missing beside " + Slots.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
