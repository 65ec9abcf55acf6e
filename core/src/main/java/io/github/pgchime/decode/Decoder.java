package io.github.pgchime.decode;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;

/**
 * Reads what one output plugin writes on one stream: the payload of each XLogData becomes one {@link LogicalMessage}.
 * It does no I/O, keeps its own state (known relations, the last table) and is not thread-safe.
 */
@FunctionalInterface
public interface Decoder {

    /**
     * Reads one payload. Of a row only its table is read, so a payload may be cut off behind that; a truncation has to
     * be there with all its tables.
     *
     * @throws ProtocolException if the payload is not what the plugin writes
     */
    LogicalMessage decode(WireReader payload);
}
