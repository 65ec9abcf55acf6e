-- One row for each column of these tables and of all in these publications: what pgoutput does not say of them.
-- A generated column's expression is no default.
WITH wanted AS (
    SELECT w.oid FROM pg_catalog.unnest(:tables::pg_catalog.oid[]) AS w (oid)
    UNION
    SELECT c.oid
    FROM pg_catalog.pg_publication_tables t
    JOIN pg_catalog.pg_namespace n ON n.nspname = t.schemaname
    JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
    WHERE t.pubname IN :publications
),
identity AS (
    SELECT DISTINCT ON (i.indrelid) i.indrelid, i.indkey::pg_catalog.int2[] AS attributes, i.indnkeyatts AS length
    FROM pg_catalog.pg_index i
    JOIN wanted w ON w.oid = i.indrelid
    WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND (
        i.indisprimary OR NOT EXISTS (
            SELECT FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) AND NOT a.attnotnull
        )
    )
    ORDER BY i.indrelid, i.indisprimary DESC, i.indexrelid
)
SELECT a.attrelid AS oid, a.attname AS name, a.attnotnull AS not_null,
    -- The place in the key from 0 on, where the subscripts of an int2vector begin.
    coalesce((
        SELECT p.place
        FROM pg_catalog.generate_series(0, identity.length - 1) AS p (place)
        WHERE identity.attributes[p.place] = a.attnum
    ), -1) AS key_place,
    CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS default_expression
FROM wanted
JOIN pg_catalog.pg_attribute a ON a.attrelid = wanted.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN identity ON identity.indrelid = a.attrelid
ORDER BY a.attrelid, a.attnum
