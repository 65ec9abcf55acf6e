package io.github.pgchime.app.slots;

import io.github.pgchime.Lsn;
import io.github.pgchime.change.ReplicationSlot;
import java.io.StringWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A slot as one JSON object on one line, with the names that {@code pg_replication_slots} has: {@code {"slot_name":"shop_cdc",
 * "plugin":"pgoutput","database":"shop","temporary":false,"active_pid":null,"restart_lsn":"0/1949FA8",
 * "confirmed_flush_lsn":"0/1949FE0","lag_bytes":56,"age":2,"wal_status":"reserved","two_phase":false,"failover":false,
 * "invalidation_reason":null}}; null is what the server does not say.
 */
final class SlotJson {

    private SlotJson() {}

    static String of(ReplicationSlot slot) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty("slot_name", slot.name());
            out.writeStringProperty("plugin", slot.plugin());
            out.writeStringProperty("database", slot.database());
            out.writeBooleanProperty("temporary", slot.temporary());
            number(out, "active_pid", slot.activePid().map(Integer::longValue));
            text(out, "restart_lsn", slot.restart().map(Lsn::toString));
            text(out, "confirmed_flush_lsn", slot.confirmed().map(Lsn::toString));
            number(out, "lag_bytes", slot.lagBytes());
            number(out, "age", slot.age());
            text(out, "wal_status", slot.walStatus());
            out.writeBooleanProperty("two_phase", slot.twoPhase());
            out.writeBooleanProperty("failover", slot.failover());
            text(out, "invalidation_reason", slot.invalidationReason());
            out.writeEndObject();
        }
        return line.toString();
    }

    private static void text(JsonGenerator out, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> out.writeStringProperty(name, text), () -> out.writeNullProperty(name));
    }

    private static void number(JsonGenerator out, String name, Optional<Long> value) {
        value.ifPresentOrElse(number -> out.writeNumberProperty(name, number), () -> out.writeNullProperty(name));
    }
}
