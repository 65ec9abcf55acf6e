package io.github.pgchime.decode;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import java.util.List;

/** What every output plugin says, each in its own bytes: the parts of one committed transaction after the other. */
public sealed interface LogicalMessage {

    /** A transaction begins. {@code xid} is the 32-bit transaction id, unsigned. */
    record Begin(int xid) implements LogicalMessage {
        /** Reads the transaction id as textual plugins write it. */
        static Begin ofDecimal(String xid) {
            try {
                return new Begin(Integer.parseUnsignedInt(xid));
            } catch (NumberFormatException e) {
                throw new ProtocolException("expected a transaction id of 32 bits where a transaction begins", e);
            }
        }
    }

    /** The transaction that began last is committed. */
    record Commit() implements LogicalMessage {}

    /** One row of {@code table} was inserted, updated or deleted. */
    record RowChange(Kind kind, TableName table) implements LogicalMessage {
        /** What happened to the row. */
        public enum Kind {
            INSERT,
            UPDATE,
            DELETE
        }
    }

    /** These tables were truncated by one statement. */
    record Truncate(List<TableName> tables) implements LogicalMessage {
        public Truncate {
            tables = List.copyOf(tables);
        }
    }

    /** A message written by {@code pg_logical_emit_message}. Where the payload was cut off, so is the content. */
    record Emitted(boolean transactional, String prefix, String content) implements LogicalMessage {}

    /** Something that carries no change: a relation's or a type's description, an origin. */
    record Other() implements LogicalMessage {
        static final Other INSTANCE = new Other();
    }
}
