package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.PgType;
import java.util.Map;
import java.util.Optional;

/**
 * The codec of each type: PostgreSQL's own are known, all others are put together from what the catalog says of them.
 *
 * <p>A type that neither knows is read as its text, a {@code String}; in the binary form as those bytes,
 * {@code byte[]}. Immutable.
 */
public final class Codecs {

    private final Map<Integer, PgType> types;

    /** @param types what the catalog says, by oid; PostgreSQL's own types may be left out */
    public Codecs(Map<Integer, PgType> types) {
        this.types = Map.copyOf(types);
    }

    /** What the catalog says of a type, where it had to be asked. */
    public Optional<PgType> type(int oid) {
        return Optional.ofNullable(types.get(oid));
    }

    /**
     * A codec for the values of a type, made at every call: once for a column is enough.
     *
     * @throws ProtocolException if the types in it lie deeper in each other, or are more, than any sound catalog has
     */
    public Codec codec(int oid) {
        return new Assembly(types).codec(oid);
    }
}
