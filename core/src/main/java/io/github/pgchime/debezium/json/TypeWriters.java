package io.github.pgchime.debezium.json;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.TimeMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The writers of types, put together by what is asked for and what the catalog says. */
final class TypeWriters {

    /** Types do not lie deeper in each other; this ends a catalog that turns in a circle. */
    private static final int DEEPEST = 64;

    private static final int NO_MODIFIER = -1;

    private static final Schema UUID_SCHEMA = Schema.STRING.as("io.debezium.data.Uuid");
    private static final TypeWriter TEXT = TypeWriter.text(Simple.TEXT, Schema.STRING);

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
        return options.unknownTypes() ? Optional.of(Binaries.unknown(options.binaries())) : Optional.empty();
    }

    private TypeWriter builtIn(BuiltIn type, int modifier) {
        return switch (type) {
            case BOOL -> TypeWriter.of(Simple.BOOL, Schema.BOOLEAN, "f").allDefaults();
            case INT2 -> TypeWriter.of(Simple.WHOLE, Schema.INT16, "0").allDefaults();
            case INT4 -> TypeWriter.of(Simple.WHOLE, Schema.INT32, "0").allDefaults();
            case INT8 -> TypeWriter.of(Simple.WHOLE, Schema.INT64, "0").allDefaults();
            case OID, XID, CID, XID8 -> TypeWriter.of(Simple.UNSIGNED, Schema.INT64, "0");
            case FLOAT4 -> TypeWriter.of(Simple.FLOAT4, Schema.FLOAT32, "0").allDefaults();
            case FLOAT8 -> TypeWriter.of(Simple.FLOAT8, Schema.FLOAT64, "0").allDefaults();
            case NUMERIC -> Decimals.numeric(options.decimals(), modifier);
            case MONEY -> Decimals.money(options.decimals());
            case BYTEA -> Binaries.bytea(options.binaries());
            case UUID ->
                TypeWriter.of(Simple.UUID_TEXT, UUID_SCHEMA, "00000000-0000-0000-0000-000000000000")
                        .allDefaults();
            case DATE -> Times.date(options.times());
            case TIME -> Times.time(options.times(), modifier);
            case TIMETZ -> Times.timetz();
            case TIMESTAMP -> Times.timestamp(options.times(), modifier);
            case TIMESTAMPTZ -> Times.timestamptz(modifier);
            case INTERVAL -> Intervals.type(options.intervals());
            case BIT, VARBIT -> Bits.type(modifier);
            case POINT -> Points.TYPE;
            case INT2VECTOR -> Vectors.INT2VECTOR;
            case OIDVECTOR -> Vectors.OIDVECTOR;
            case TEXT, BPCHAR, VARCHAR -> printed(type, Schema.STRING).allDefaults();
            case JSON, JSONB -> printed(type, Schema.JSON).defaults(Defaults.all("{}"));
            case XML -> printed(type, Schema.STRING.as("io.debezium.data.Xml")).allDefaults();
            case TSVECTOR -> printed(type, Schema.STRING.as("io.debezium.data.Tsvector"));
            case CHAR,
                    NAME,
                    TID,
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
                    REFCURSOR,
                    PG_LSN,
                    TSQUERY,
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
                    INT8MULTIRANGE -> printed(type, Schema.STRING);
        };
    }

    private static TypeWriter printed(BuiltIn type, Schema schema) {
        return TypeWriter.text(new Simple.Printed(type.codec()), schema);
    }

    private TypeWriter array(BuiltIn type, int modifier) {
        TypeWriter array = builtIn(type, modifier).array(type == BuiltIn.BOX ? ';' : ',');
        return switch (type) {
            case INT4, INT8 -> array.unavailableAs(Unavailable.NUMBERS);
            case DATE ->
                array.unavailableAs(options.times() == TimeMode.ISOSTRING ? Unavailable.NULL : Unavailable.NUMBERS);
            case NUMERIC -> array.unavailableAs(Unavailable.NULL);
            case UUID -> array.unavailableAs(Unavailable.UUIDS);
            default -> array;
        };
    }

    /** @param depth that of the types within */
    private Optional<TypeWriter> ofCatalog(PgType type, int modifier, int depth) {
        return switch (type) {
            case PgType.Base base -> extension(base);
            case PgType.Enumeration enumeration -> Optional.of(enumeration(enumeration));
            case PgType.Domain domain ->
                of(domain.baseOid(), modifier == NO_MODIFIER ? domain.baseTypmod() : modifier, depth)
                        .map(base -> base.defaults(Defaults.NONE));
            case PgType.Array array ->
                of(array.elementOid(), modifier, depth).map(element -> element.array(array.delimiter()));
            case PgType.Composite composite -> Optional.of(composite(composite, depth));
            case PgType.Range range -> Optional.of(printed(range));
            case PgType.Multirange multirange -> Optional.of(printed(multirange));
        };
    }

    private static TypeWriter enumeration(PgType.Enumeration enumeration) {
        SemanticType type =
                SemanticType.of("io.debezium.data.Enum", 1).with("allowed", String.join(",", enumeration.labels()));
        return TypeWriter.text(Simple.TEXT, Schema.STRING.as(type)).defaults(Defaults.LITERAL);
    }

    private TypeWriter composite(PgType.Composite composite, int depth) {
        List<Composites.Attribute> attributes = new ArrayList<>();
        List<Shape.Field> fields = new ArrayList<>();
        for (PgType.Attribute each : composite.attributes()) {
            // A part cannot be left out of the whole, so that an unknown one is its text.
            TypeWriter type = of(each.typeOid(), each.typmod(), depth).orElse(TEXT);
            attributes.add(new Composites.Attribute(each.name(), type.writer()));
            fields.add(type.schema().orNull().field(each.name()));
        }
        String name = Topic.of(options.topicPrefix(), new TableName(composite.schema(), composite.name()));
        return TypeWriter.of(
                new Composites(composite.name(), attributes),
                Schema.struct(fields).as(SemanticType.of(name)),
                "(" + ",".repeat(Math.max(0, fields.size() - 1)) + ")");
    }

    private TypeWriter printed(PgType type) {
        return TypeWriter.text(new Simple.Printed(types.codec(type.oid())), Schema.STRING);
    }

    /** A type of an extension has no fixed oid, so it goes by its name. */
    private Optional<TypeWriter> extension(PgType.Base type) {
        return switch (type.name()) {
            case "citext", "isbn" -> Optional.of(TEXT);
            case "ltree" -> Optional.of(TypeWriter.text(Simple.VERSIONED, Schema.STRING.as("io.debezium.data.Ltree")));
            case "hstore" -> Optional.of(Hstores.type(options.hstores(), types.codec(type.oid())));
            case "geometry" -> Optional.of(Geometries.GEOMETRY_TYPE);
            case "geography" -> Optional.of(Geometries.GEOGRAPHY_TYPE);
            case "vector" -> Optional.of(Vectors.VECTOR);
            case "halfvec" -> Optional.of(Vectors.HALFVEC);
            case "sparsevec" -> Optional.of(Vectors.SPARSEVEC);
            default -> unknown();
        };
    }
}
