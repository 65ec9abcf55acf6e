package io.github.pgchime.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** PostgreSQL's own types whose values are read as more than text, by the oids they have in every server. */
@SuppressWarnings("ImmutableEnumChecker") // a codec is immutable by its contract
public enum BuiltIn {
    BOOL(16, 1000, Booleans::text, Booleans::binary),
    BYTEA(17, 1001, ByteaText::value, Arrays::copyOfRange),
    CHAR(18, 1002, Texts::text, Texts::charBinary),
    NAME(19, 1003, Scalar.TEXT),
    INT8(20, 1016, WholeNumber::int8Text, WholeNumber::int8Binary),
    INT2(21, 1005, WholeNumber::int2Text, WholeNumber::int2Binary),
    INT2VECTOR(22, 1006, new VectorCodec(new ArrayCodec(21, ',', INT2.codec))),
    INT4(23, 1007, WholeNumber::int4Text, WholeNumber::int4Binary),
    TEXT(25, 1009, Scalar.TEXT),
    OID(26, 1028, WholeNumber::oidText, WholeNumber::oidBinary),
    TID(27, 1010, Texts::text, Texts::tidBinary),
    XID(28, 1011, WholeNumber::oidText, WholeNumber::oidBinary),
    CID(29, 1012, WholeNumber::oidText, WholeNumber::oidBinary),
    OIDVECTOR(30, 1013, new VectorCodec(new ArrayCodec(26, ',', OID.codec))),
    JSON(114, 199, Scalar.TEXT),
    XML(142, 143, Scalar.TEXT),
    XID8(5069, 271, WholeNumber::xid8Text, WholeNumber::int8Binary),
    POINT(600, 1017, Shapes.POINT),
    LSEG(601, 1018, Shapes.LSEG),
    PATH(602, 1019, Shapes.PATH),
    BOX(603, 1020, Shapes.BOX),
    POLYGON(604, 1027, Shapes.POLYGON),
    LINE(628, 629, Shapes.LINE),
    CIRCLE(718, 719, Shapes.CIRCLE),
    CIDR(650, 651, Addresses::inetText, Addresses::inetBinary),
    INET(869, 1041, Addresses::inetText, Addresses::inetBinary),
    MACADDR(829, 1040, Addresses::macText, Addresses::macBinary),
    MACADDR8(774, 775, Addresses::macText, Addresses::macBinary),
    FLOAT4(700, 1021, FloatingPoint::float4Text, FloatingPoint::float4Binary),
    FLOAT8(701, 1022, FloatingPoint::float8Text, FloatingPoint::float8Binary),
    NUMERIC(1700, 1231, NumericText::number, NumericBinary::number),
    MONEY(790, 791, Money::text, Money::binary),
    BPCHAR(1042, 1014, Scalar.TEXT),
    VARCHAR(1043, 1015, Scalar.TEXT),
    DATE(1082, 1182, Temporals::dateText, Temporals::dateBinary),
    TIME(1083, 1183, Temporals::timeText, Temporals::timeBinary),
    TIMESTAMP(1114, 1115, Temporals::timestampText, Temporals::timestampBinary),
    TIMESTAMPTZ(1184, 1185, Temporals::timestamptzText, Temporals::timestamptzBinary),
    TIMETZ(1266, 1270, Temporals::timetzText, Temporals::timetzBinary),
    INTERVAL(1186, 1187, Intervals::text, Intervals::binary),
    BIT(1560, 1561, BitStrings::text, BitStrings::binary),
    VARBIT(1562, 1563, BitStrings::text, BitStrings::binary),
    REFCURSOR(1790, 2201, Scalar.TEXT),
    UUID(2950, 2951, Uuids::text, Uuids::binary),
    PG_LSN(3220, 3221, Lsns::text, Lsns::binary),
    TSVECTOR(3614, 3643, Texts::text, TextSearch::tsvectorBinary),
    TSQUERY(3615, 3645, Scalar.UNKNOWN),
    JSONB(3802, 3807, Texts::text, Texts::versioned),
    JSONPATH(4072, 4073, Texts::text, Texts::versioned),
    INT4RANGE(3904, 3905, new RangeCodec(INT4.codec)),
    NUMRANGE(3906, 3907, new RangeCodec(NUMERIC.codec)),
    TSRANGE(3908, 3909, new RangeCodec(TIMESTAMP.codec)),
    TSTZRANGE(3910, 3911, new RangeCodec(TIMESTAMPTZ.codec)),
    DATERANGE(3912, 3913, new RangeCodec(DATE.codec)),
    INT8RANGE(3926, 3927, new RangeCodec(INT8.codec)),
    INT4MULTIRANGE(4451, 6150, new MultirangeCodec(new RangeCodec(INT4.codec))),
    NUMMULTIRANGE(4532, 6151, new MultirangeCodec(new RangeCodec(NUMERIC.codec))),
    TSMULTIRANGE(4533, 6152, new MultirangeCodec(new RangeCodec(TIMESTAMP.codec))),
    TSTZMULTIRANGE(4534, 6153, new MultirangeCodec(new RangeCodec(TIMESTAMPTZ.codec))),
    DATEMULTIRANGE(4535, 6155, new MultirangeCodec(new RangeCodec(DATE.codec))),
    INT8MULTIRANGE(4536, 6157, new MultirangeCodec(new RangeCodec(INT8.codec)));

    private static final Map<Integer, BuiltIn> BY_OID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(BuiltIn::oid, Function.identity()));

    private static final Map<Integer, BuiltIn> BY_ARRAY_OID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(BuiltIn::arrayOid, Function.identity()));

    private final int oid;
    private final int arrayOid;
    private final Codec codec;

    BuiltIn(int oid, int arrayOid, Codec codec) {
        this.oid = oid;
        this.arrayOid = arrayOid;
        this.codec = codec;
    }

    BuiltIn(int oid, int arrayOid, Decoding textual, Decoding binary) {
        this(oid, arrayOid, new Scalar(textual, binary));
    }

    /** The type with this oid, if it is one of these. */
    public static Optional<BuiltIn> of(int oid) {
        return Optional.ofNullable(BY_OID.get(oid));
    }

    /** The type whose arrays have this oid, if it is one of these. */
    public static Optional<BuiltIn> ofElements(int arrayOid) {
        return Optional.ofNullable(BY_ARRAY_OID.get(arrayOid));
    }

    /** Whether values of this type, one of these or an array of one, are read without asking the catalog. */
    public static boolean knows(int oid) {
        return BY_OID.containsKey(oid) || BY_ARRAY_OID.containsKey(oid);
    }

    public int oid() {
        return oid;
    }

    /** The type of arrays of this one. */
    public int arrayOid() {
        return arrayOid;
    }

    public Codec codec() {
        return codec;
    }

    /** The codec for arrays of this type. */
    public Codec arrayCodec() {
        return new ArrayCodec(oid, this == BOX ? ';' : ',', codec);
    }
}
