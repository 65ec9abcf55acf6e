/**
 * PostgreSQL's values for which Java has no type of its own; each prints itself as PostgreSQL does.
 *
 * <p>A column's value comes as:
 *
 * <table>
 * <caption>PostgreSQL types and their Java types</caption>
 * <tr><th>PostgreSQL</th><th>Java</th></tr>
 * <tr><td>bool</td><td>{@link Boolean}</td></tr>
 * <tr><td>int2, int4, int8</td><td>{@link Short}, {@link Integer}, {@link Long}</td></tr>
 * <tr><td>oid, xid, cid</td><td>{@link Long}, never negative</td></tr>
 * <tr><td>xid8</td><td>{@link Long}, unsigned from 2<sup>63</sup> on, which no server reaches</td></tr>
 * <tr><td>float4, float8</td><td>{@link Float}, {@link Double}</td></tr>
 * <tr><td>numeric</td><td>{@link java.math.BigDecimal} with the scale it was written with; NaN and the infinities as
 *     {@link Double}: {@link Number} is what they share</td></tr>
 * <tr><td>money</td><td>{@link java.math.BigDecimal} of scale 2</td></tr>
 * <tr><td>text, varchar, bpchar (with its padding), name, "char", citext, json, jsonb, jsonpath, xml, tid, enums</td>
 *     <td>{@link String}</td></tr>
 * <tr><td>bytea</td><td>{@code byte[]}</td></tr>
 * <tr><td>uuid</td><td>{@link java.util.UUID}</td></tr>
 * <tr><td>date</td><td>{@link java.time.LocalDate}; infinity is its MAX, -infinity its MIN</td></tr>
 * <tr><td>time</td><td>{@link java.time.LocalTime}; 24:00:00 is its MAX, which no time of microseconds is otherwise</td>
 *     </tr>
 * <tr><td>timetz</td><td>{@link java.time.OffsetTime}; 24:00:00 is LocalTime.MAX at the value's offset</td></tr>
 * <tr><td>timestamp</td><td>{@link java.time.LocalDateTime}; infinity is its MAX, -infinity its MIN</td></tr>
 * <tr><td>timestamptz</td><td>{@link java.time.Instant}; infinity is its MAX, -infinity its MIN</td></tr>
 * <tr><td>interval</td><td>{@link Interval}</td></tr>
 * <tr><td>bit, varbit</td><td>{@link BitString}</td></tr>
 * <tr><td>inet, cidr</td><td>{@link Inet}</td></tr>
 * <tr><td>macaddr, macaddr8</td><td>{@link MacAddress}</td></tr>
 * <tr><td>point, line, lseg, box, path, polygon, circle</td><td>{@link Point}, {@link Line}, {@link LineSegment},
 *     {@link Box}, {@link Path}, {@link Polygon}, {@link Circle}</td></tr>
 * <tr><td>pg_lsn</td><td>{@link io.github.pgchime.Lsn}</td></tr>
 * <tr><td>arrays, int2vector, oidvector</td><td>unmodifiable {@link java.util.List}, one in the other for several
 *     dimensions; a NULL element is null, the lower bounds are left out</td></tr>
 * <tr><td>composites</td><td>unmodifiable {@link java.util.Map} of the attributes in order; a NULL is null</td></tr>
 * <tr><td>ranges, multiranges</td><td>{@link Range}, {@link java.util.List} of them</td></tr>
 * <tr><td>hstore</td><td>unmodifiable {@link java.util.Map} of String to String in the order of the server; a NULL is
 *     null</td></tr>
 * <tr><td>domains</td><td>as their base type</td></tr>
 * <tr><td>tsvector, tsquery, and any other type (vector, geometry, record)</td><td>{@link String}, its text; where the
 *     server sends the binary form, tsvector is still its text and all others are {@code byte[]}, that form</td></tr>
 * </table>
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">PostgreSQL: data types</a>
 */
@NullMarked
package io.github.pgchime.value;

import org.jspecify.annotations.NullMarked;
