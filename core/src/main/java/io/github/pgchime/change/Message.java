package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_logical_emit_message} wrote.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-REPLICATION">PostgreSQL:
 *     pg_logical_emit_message</a>
 */
public final class Message implements Change {

    private final Place place;
    private final boolean transactional;
    private final String prefix;
    private final byte[] content;

    Message(Place place, boolean transactional, String prefix, byte[] content) {
        this.place = place;
        this.transactional = transactional;
        this.prefix = prefix;
        this.content = content;
    }

    @Override
    public Place place() {
        return place;
    }

    /** Whether it belongs to a transaction, and would be gone with it. */
    public boolean transactional() {
        return transactional;
    }

    public String prefix() {
        return prefix;
    }

    /** The bytes, in the database's encoding if they are text; a copy. */
    public byte[] content() {
        return content.clone();
    }

    @Override
    public Operation operation() {
        return Operation.MESSAGE;
    }

    @Override
    public List<TableName> tables() {
        return List.of();
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = Dictionary.of(this, Optional.empty(), Optional.empty());
        map.put("prefix", prefix);
        map.put("content", content());
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that
                && place.equals(that.place)
                && transactional == that.transactional
                && prefix.equals(that.prefix)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return place.hashCode();
    }

    @Override
    public String toString() {
        return "Message[" + place + ", " + prefix + ", " + content.length + " bytes]";
    }
}
