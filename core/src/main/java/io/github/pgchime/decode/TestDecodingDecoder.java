package io.github.pgchime.decode;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage.Begin;
import io.github.pgchime.decode.LogicalMessage.Commit;
import io.github.pgchime.decode.LogicalMessage.Truncate;
import io.github.pgchime.wire.Excerpt;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of {@code contrib/test_decoding/test_decoding.c}.
 *
 * <pre>
 * BEGIN 745
 * table public.orders: INSERT: id[integer]:1
 * table public.orders, public."a, b": TRUNCATE: (no-flags)
 * message: transactional: 1 prefix: pgchime, sz: 13 content:public.orders
 * COMMIT 745
 * </pre>
 *
 * <p>Quotes are looked for in the bytes: in none of PostgreSQL's server encodings is an ASCII byte part of a longer
 * character.
 */
final class TestDecodingDecoder implements Decoder {

    private static final byte[] BEGIN = ascii("BEGIN ");
    private static final byte[] COMMIT = ascii("COMMIT");
    private static final byte[] TABLE = ascii("table ");
    private static final byte[] DOT = ascii(".");
    private static final byte[] COMMA = ascii(", ");
    private static final byte[] INSERT = ascii(": INSERT:");
    private static final byte[] UPDATE = ascii(": UPDATE:");
    private static final byte[] DELETE = ascii(": DELETE:");
    private static final byte[] TRUNCATE = ascii(": TRUNCATE:");
    private static final byte[] MESSAGE = ascii("message: transactional: ");

    private final Charset charset;
    private final TableCache tables = new TableCache();

    TestDecodingDecoder(Charset charset) {
        this.charset = charset;
    }

    @Override
    public LogicalMessage decode(WireReader payload) {
        int start = payload.offset();
        int end = start + payload.remaining();
        LogicalMessage message = read(payload);
        if (message == null) {
            throw new ProtocolException(
                    "test_decoding: expected BEGIN with a transaction id, COMMIT, a table's change or a message, but read "
                            + Excerpt.of(payload.array(), start, end));
        }
        return message;
    }

    private @Nullable LogicalMessage read(WireReader payload) {
        if (payload.skipIfNext(TABLE)) {
            return change(payload);
        }
        if (payload.skipIfNext(BEGIN)) {
            return Begin.ofDecimal(payload.text(StandardCharsets.US_ASCII));
        }
        if (payload.skipIfNext(COMMIT)) {
            return commit(payload);
        }
        return payload.skipIfNext(MESSAGE) ? TestDecodingMessage.read(payload, charset) : null;
    }

    /** Takes {@code COMMIT 745 (at …)} in all its lengths, but not {@code COMMIT PREPARED}, which is another thing. */
    private static @Nullable Commit commit(WireReader payload) {
        boolean ends = payload.remaining() == 0 || (payload.peek(0) == ' ' && payload.peek(1) < 'A');
        return ends ? new Commit() : null;
    }

    private @Nullable LogicalMessage change(WireReader payload) {
        TableChanges table = table(payload);
        if (payload.skipIfNext(INSERT)) {
            return table.insert();
        }
        if (payload.skipIfNext(UPDATE)) {
            return table.update();
        }
        return payload.skipIfNext(DELETE) ? table.delete() : truncate(table.table(), payload);
    }

    private @Nullable Truncate truncate(TableName first, WireReader payload) {
        List<TableName> truncated = new ArrayList<>();
        truncated.add(first);
        while (payload.skipIfNext(COMMA)) {
            truncated.add(table(payload).table());
        }
        return payload.skipIfNext(TRUNCATE) ? new Truncate(truncated) : null;
    }

    private TableChanges table(WireReader payload) {
        int from = payload.offset();
        skipIdentifier(payload);
        payload.skipIfNext(DOT); // where it is missing the next identifier is empty, and parse() says so
        skipIdentifier(payload);
        int to = payload.offset();
        TableChanges table = tables.get(payload.array(), from, to);
        if (table == null) {
            table = new TableChanges(parse(payload.array(), from, to));
            tables.put(payload.array(), from, to, table);
        }
        return table;
    }

    private TableName parse(byte[] bytes, int from, int to) {
        try {
            return TableName.parse(new String(bytes, from, to - from, charset));
        } catch (ConfigException e) {
            throw new ProtocolException("test_decoding: expected a table's name: " + e.getMessage(), e);
        }
    }

    /** Moves behind an identifier as {@code quote_identifier} in ruleutils.c writes it. */
    private static void skipIdentifier(WireReader payload) {
        int length = 0;
        if (payload.peek(0) == '"') {
            // A quote within is doubled, so it looks like the end of one quoted stretch and the start of another.
            do {
                length++;
                while (payload.peek(length) != '"') {
                    length++;
                }
                length++;
            } while (payload.peek(length) == '"');
        } else {
            while (isPlain(payload.peek(length))) {
                length++;
            }
        }
        payload.skip(length);
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
