package io.github.pgchime.debezium.json;

import io.github.pgchime.catalog.PgType;
import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.BinaryMode;
import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.DecimalMode;
import io.github.pgchime.debezium.TimeMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The writers of types, put together by what is asked for and what the catalog says. */
final class TypeWriters {

    /** Types do not lie deeper in each other; this ends a catalog that turns in a circle. */
    private static final int DEEPEST = 64;

    private static final int NO_MODIFIER = -1;

    private final DebeziumOptions options;
    private final Codecs types;

    TypeWriters(DebeziumOptions options, Codecs types) {
        this.options = options;
        this.types = types;
    }

    /** The writer of a column of this type; nothing if it is to be left out. */
    Optional<TypeWriter> of(int oid, int modifier) {
        return of(oid, modifier, 0);
    }

    private Optional<TypeWriter> of(int oid, int modifier, int depth) {
        return depth > DEEPEST
                ? unknown()
                : BuiltIn.of(oid)
                        .map(type -> builtIn(type, modifier))
                        .or(() -> BuiltIn.ofElements(oid).map(type -> array(type, modifier)))
                        .or(() -> types.type(oid).flatMap(type -> ofCatalog(type, modifier, depth + 1)))
                        .or(this::unknown);
    }

    private Optional<TypeWriter> unknown() {
        return options.unknownTypes()
                ? Optional.of(Binaries.unknown(options.binaries()))
                : Optional.empty();
    }

    private TypeWriter builtIn(BuiltIn type, int modifier) {
        return switch (type) {
            case BOOL -> TypeWriter.of(Simple.BOOL, "f");
            case INT2, INT4, INT8 -> TypeWriter.of(Simple.WHOLE, "0");
            case OID, XID, CID, XID8 -> TypeWriter.of(Simple.UNSIGNED, "0");
            case FLOAT4 -> TypeWriter.of(Simple.FLOAT4, "0");
            case FLOAT8 -> TypeWriter.of(Simple.FLOAT8, "0");
            case NUMERIC ->
                new TypeWriter(
                        Decimals.numeric(options.decimals(), modifier),
                        "0",
                        options.decimals() == DecimalMode.STRING ? Unavailable.TEXT : Unavailable.NULL);
            case MONEY -> TypeWriter.of(Decimals.money(options.decimals()), "$0.00");
            case BYTEA -> Binaries.bytea(options.binaries());
            case UUID -> TypeWriter.of(Simple.UUID_TEXT, "00000000-0000-0000-0000-000000000000");
            case DATE -> TypeWriter.of(Times.date(options.times()), "1970-01-01");
            case TIME -> TypeWriter.of(Times.time(options.times(), modifier), "00:00:00");
            case TIMETZ -> TypeWriter.of(Times.timetz(), "00:00:00+00");
            case TIMESTAMP -> TypeWriter.of(Times.timestamp(options.times(), modifier), "1970-01-01 00:00:00");
            case TIMESTAMPTZ -> TypeWriter.of(Times.timestamptz(modifier), "1970-01-01 00:00:00+00");
            case INTERVAL -> TypeWriter.of(new Intervals(options.intervals()), "PT0S");
            case BIT, VARBIT -> TypeWriter.of(new Bits(modifier == 1), "");
            case POINT -> TypeWriter.of(Points.POINT, "(0,0)");
            case INT2VECTOR -> TypeWriter.of(Vectors.INT2, "");
            case OIDVECTOR -> TypeWriter.of(Vectors.OID, "");
            case CHAR,
                    NAME,
                    TEXT,
                    TID,
                    JSON,
                    XML,
                    LSEG,
                    PATH,
                    BOX,
                    POLYGON,
                    LINE,
                    CIRCLE,
                    CIDR,
                    INET,
                    MACADDR,
                    MACADDR8,
                    BPCHAR,
                    VARCHAR,
                    REFCURSOR,
                    PG_LSN,
                    TSVECTOR,
                    TSQUERY,
                    JSONB,
                    JSONPATH,
                    INT4RANGE,
                    NUMRANGE,
                    TSRANGE,
                    TSTZRANGE,
                    DATERANGE,
                    INT8RANGE,
                    INT4MULTIRANGE,
                    NUMMULTIRANGE,
                    TSMULTIRANGE,
                    TSTZMULTIRANGE,
                    DATEMULTIRANGE,
                    INT8MULTIRANGE -> TypeWriter.text(new Simple.Printed(type.codec()));
        };
    }

    private TypeWriter array(BuiltIn type, int modifier) {
        TypeWriter array = builtIn(type, modifier).array(type == BuiltIn.BOX ? ';' : ',');
        return switch (type) {
            case INT4, INT8 -> array.unavailableAs(Unavailable.NUMBERS);
            case DATE ->
                array.unavailableAs(options.times() == TimeMode.ISOSTRING ? Unavailable.NULL : Unavailable.NUMBERS);
            case NUMERIC -> array.unavailableAs(Unavailable.NULL);
            case BYTEA ->
                array.unavailableAs(options.binaries() == BinaryMode.BYTES ? Unavailable.BINARIES : Unavailable.NULL);
            case UUID -> array.unavailableAs(Unavailable.UUIDS);
            default -> array;
        };
    }

    /** @param depth that of the types within */
    private Optional<TypeWriter> ofCatalog(PgType type, int modifier, int depth) {
        return switch (type) {
            case PgType.Base base -> extension(base);
            case PgType.Enumeration enumeration -> Optional.of(TypeWriter.text(Simple.TEXT));
            case PgType.Domain domain ->
                of(domain.baseOid(), modifier == NO_MODIFIER ? domain.baseTypmod() : modifier, depth);
            case PgType.Array array ->
                of(array.elementOid(), modifier, depth).map(element -> element.array(array.delimiter()));
            case PgType.Composite composite -> Optional.of(composite(composite, depth));
            case PgType.Range range -> Optional.of(printed(range));
            case PgType.Multirange multirange -> Optional.of(printed(multirange));
        };
    }

    private TypeWriter composite(PgType.Composite composite, int depth) {
        List<Composites.Attribute> attributes = new ArrayList<>();
        for (PgType.Attribute each : composite.attributes()) {
            // A part cannot be left out of the whole, so that an unknown one is its text.
            ValueWriter writer = of(each.typeOid(), each.typmod(), depth)
                    .map(TypeWriter::writer)
                    .orElse(Simple.TEXT);
            attributes.add(new Composites.Attribute(each.name(), writer));
        }
        return TypeWriter.of(new Composites(composite.name(), attributes), "");
    }

    private TypeWriter printed(PgType type) {
        return TypeWriter.text(new Simple.Printed(types.codec(type.oid())));
    }

    /** A type of an extension has no fixed oid, so it goes by its name. */
    private Optional<TypeWriter> extension(PgType.Base type) {
        return switch (type.name()) {
            case "citext", "isbn" -> Optional.of(TypeWriter.text(Simple.TEXT));
            case "ltree" -> Optional.of(TypeWriter.text(Simple.VERSIONED));
            case "hstore" ->
                Optional.of(new TypeWriter(
                        new Hstores(options.hstores(), types.codec(type.oid())), "", Unavailable.HSTORE));
            case "geometry", "geography" -> Optional.of(TypeWriter.of(Geometries.GEOMETRY, ""));
            case "vector", "halfvec" -> Optional.of(TypeWriter.of(Vectors.DENSE, ""));
            case "sparsevec" -> Optional.of(TypeWriter.of(Vectors.SPARSE, ""));
            default -> unknown();
        };
    }
}
