package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.codec.CompositeCodec.Field;
import java.util.Map;
import java.util.Optional;

/**
 * Puts one type's codec together. Values nest just as deep as their types do, so the bounds here are theirs too, and
 * they end a catalog that turns in a circle.
 */
final class Assembly {

    private static final int DEEPEST = 64;
    private static final int MOST_PARTS = 100_000;

    private final Map<Integer, PgType> types;
    private int parts;

    Assembly(Map<Integer, PgType> types) {
        this.types = types;
    }

    Codec codec(int oid) {
        return codec(oid, 0);
    }

    private Codec codec(int oid, int depth) {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            throw new ProtocolException("type " + Integer.toUnsignedString(oid) + " lies deeper than " + DEEPEST
                    + " in others, or with more than " + MOST_PARTS);
        }
        return BuiltIn.of(oid)
                .map(BuiltIn::codec)
                .or(() -> BuiltIn.ofElements(oid).map(BuiltIn::arrayCodec))
                .or(() -> Optional.ofNullable(types.get(oid)).map(type -> codec(type, depth + 1)))
                .orElse(Scalar.UNKNOWN);
    }

    /** @param depth that of the types within */
    private Codec codec(PgType type, int depth) {
        return switch (type) {
            case PgType.Base base -> extension(base.name());
            case PgType.Enumeration enumeration -> Scalar.TEXT;
            case PgType.Domain domain -> codec(domain.baseOid(), depth);
            case PgType.Array array ->
                new ArrayCodec(array.elementOid(), array.delimiter(), codec(array.elementOid(), depth));
            case PgType.Composite composite ->
                new CompositeCodec(
                        composite.name(),
                        composite.attributes().stream()
                                .map(each -> new Field(each.name(), each.typeOid(), codec(each.typeOid(), depth)))
                                .toList());
            case PgType.Range range -> new RangeCodec(codec(range.subtypeOid(), depth));
            case PgType.Multirange multirange -> multirange(multirange, depth);
        };
    }

    private Codec multirange(PgType.Multirange multirange, int depth) {
        return codec(multirange.rangeOid(), depth) instanceof RangeCodec range
                ? new MultirangeCodec(range)
                : Scalar.UNKNOWN;
    }

    /** A type of an extension has no fixed oid, so it goes by its name. */
    private static Codec extension(String name) {
        return switch (name) {
            case "citext" -> Scalar.TEXT;
            case "hstore" -> new Scalar(Hstores::text, Hstores::binary);
            default -> Scalar.UNKNOWN;
        };
    }
}
