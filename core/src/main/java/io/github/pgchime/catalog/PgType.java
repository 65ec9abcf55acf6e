package io.github.pgchime.catalog;

import java.util.List;

/**
 * A data type as {@code pg_type} knows it. An oid is an unsigned 32-bit number in an int.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">PostgreSQL: pg_type</a>
 */
public sealed interface PgType {

    int oid();

    /** The schema it lies in, {@code pg_catalog} for PostgreSQL's own. */
    String schema();

    /** Its name in the catalog, such as {@code int4}, or {@code _int4} for an array of them. */
    String name();

    /** A type that is made of no others, PostgreSQL's own or an extension's. */
    record Base(int oid, String schema, String name) implements PgType {}

    /**
     * An enum.
     *
     * @param labels its values in their order
     */
    record Enumeration(int oid, String schema, String name, List<String> labels) implements PgType {
        public Enumeration {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A type by another, with constraints.
     *
     * @param baseTypmod the modifier of the base type, -1 if it has none
     */
    record Domain(int oid, String schema, String name, int baseOid, int baseTypmod) implements PgType {}

    /**
     * Arrays of a type.
     *
     * @param delimiter what stands between two elements in the text form: a comma, but for boxes
     */
    record Array(int oid, String schema, String name, int elementOid, char delimiter) implements PgType {}

    /**
     * A row of attributes; every table has one by its name.
     *
     * @param attributes in their order, without those dropped
     */
    record Composite(int oid, String schema, String name, List<Attribute> attributes) implements PgType {
        public Composite {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * Ranges of a type.
     *
     * @param subtypeOid the type of its bounds
     */
    record Range(int oid, String schema, String name, int subtypeOid) implements PgType {}

    /**
     * Several ranges in one value.
     *
     * @param rangeOid the type of the ranges in it
     */
    record Multirange(int oid, String schema, String name, int rangeOid) implements PgType {}

    /**
     * A part of a composite type.
     *
     * @param typmod the modifier of its type, -1 if it has none
     */
    record Attribute(String name, int typeOid, int typmod) {}
}
