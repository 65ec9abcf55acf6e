package io.github.pgchime.decode;

import io.github.pgchime.decode.LogicalMessage.RowChange;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects that wal2json writes in its format version 2 ({@code pg_decode_write_change} in wal2json.c).
 *
 * <pre>
 * {"action":"B","xid":745}
 * {"action":"I","xid":745,"schema":"public","table":"orders","columns":[…
 * {"action":"M","xid":745,"transactional":true,"prefix":"pgchime","content":"public.orders"}
 * {"action":"C","xid":745}
 * </pre>
 *
 * <p>Rows of a table that came before are recognised by their bytes; all else goes through {@link Wal2JsonObject}.
 */
final class Wal2JsonDecoder implements Decoder {

    private static final byte[] ACTION = ascii("{\"action\":\"");
    private static final byte[] XID = ascii("\",\"xid\":");
    private static final byte[] SCHEMA = ascii(",\"schema\":\"");
    private static final byte[] TABLE = ascii(",\"table\":\"");

    private final Charset charset;
    private final TableCache tables = new TableCache();

    Wal2JsonDecoder(Charset charset) {
        this.charset = charset;
    }

    @Override
    public LogicalMessage decode(WireReader payload) {
        byte[] bytes = payload.array();
        int start = payload.offset();
        int end = start + payload.remaining();
        if (!payload.skipIfNext(ACTION)) {
            return read(bytes, start, end);
        }
        byte action = payload.int8();
        if (!skipToSchema(payload)) {
            return read(bytes, start, end);
        }
        int from = payload.offset();
        if (!skipToEndOfTable(payload)) {
            return read(bytes, start, end);
        }
        int to = payload.offset();
        TableChanges known = tables.get(bytes, from, to);
        RowChange change = known == null ? null : change(known, action);
        return change == null ? remember(read(bytes, start, end), bytes, from, to) : change;
    }

    private LogicalMessage read(byte[] bytes, int from, int to) {
        return Wal2JsonObject.read(new String(bytes, from, to - from, charset));
    }

    private LogicalMessage remember(LogicalMessage message, byte[] bytes, int from, int to) {
        if (message instanceof RowChange row) {
            tables.put(bytes, from, to, new TableChanges(row.table()));
        }
        return message;
    }

    private static @Nullable RowChange change(TableChanges table, byte action) {
        return switch (action) {
            case 'I' -> table.insert();
            case 'U' -> table.update();
            case 'D' -> table.delete();
            default -> null;
        };
    }

    private static boolean skipToSchema(WireReader payload) {
        if (!payload.skipIfNext(XID)) {
            return false;
        }
        while (payload.peek(0) >= '0' && payload.peek(0) <= '9') {
            payload.skip(1);
        }
        return payload.skipIfNext(SCHEMA);
    }

    private static boolean skipToEndOfTable(WireReader payload) {
        skipString(payload);
        if (!payload.skipIfNext(TABLE)) {
            return false;
        }
        skipString(payload);
        return true;
    }

    /** Moves behind the quote that ends the string. */
    private static void skipString(WireReader payload) {
        for (byte b = payload.int8(); b != '"'; b = payload.int8()) {
            if (b == '\\') {
                payload.skip(1);
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
