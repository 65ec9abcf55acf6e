-- These types and all that they are made of, one row for each label or attribute, or one in all.
-- Only servers from 14 on know pg_range.rngmultitypid, so it is asked for by name.
WITH RECURSIVE members (oid) AS (
    SELECT w.oid FROM pg_catalog.unnest(:types::pg_catalog.oid[]) AS w (oid)
    UNION
    SELECT part.oid
    FROM members
    JOIN pg_catalog.pg_type t ON t.oid = members.oid
    CROSS JOIN LATERAL (
        SELECT e.oid FROM pg_catalog.pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid
        UNION ALL
        SELECT t.typbasetype WHERE t.typtype = 'd'
        UNION ALL
        SELECT a.atttypid FROM pg_catalog.pg_attribute a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.typtype = 'r' AND r.rngtypid = t.oid
        UNION ALL
        SELECT r.rngtypid FROM pg_catalog.pg_range r
        WHERE t.typtype = 'm' AND pg_catalog.to_jsonb(r) ->> 'rngmultitypid' = t.oid::text
    ) AS part (oid)
)
SELECT t.oid, n.nspname AS schema, t.typname AS name,
    CASE
        WHEN element.oid IS NOT NULL THEN 'ARRAY'
        WHEN t.typtype = 'e' THEN 'ENUM'
        WHEN t.typtype = 'd' THEN 'DOMAIN'
        WHEN t.typtype = 'c' THEN 'COMPOSITE'
        WHEN t.typtype = 'r' THEN 'RANGE'
        WHEN t.typtype = 'm' THEN 'MULTIRANGE'
        ELSE 'BASE'
    END AS kind,
    coalesce(element.oid, range.rngsubtype, multirange.rngtypid, t.typbasetype) AS inner_oid,
    t.typtypmod AS inner_typmod, t.typdelim AS delimiter,
    part.name AS part_name, part.oid AS part_oid, part.typmod AS part_typmod
FROM members
JOIN pg_catalog.pg_type t ON t.oid = members.oid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_type element ON element.oid = t.typelem AND element.typarray = t.oid
LEFT JOIN pg_catalog.pg_range range ON t.typtype = 'r' AND range.rngtypid = t.oid
LEFT JOIN pg_catalog.pg_range multirange
    ON t.typtype = 'm' AND pg_catalog.to_jsonb(multirange) ->> 'rngmultitypid' = t.oid::text
LEFT JOIN LATERAL (
    SELECT e.enumlabel, NULL::oid, NULL::integer, e.enumsortorder
    FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid
    UNION ALL
    SELECT a.attname, a.atttypid, a.atttypmod, a.attnum
    FROM pg_catalog.pg_attribute a
    WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
) AS part (name, oid, typmod, place) ON true
ORDER BY t.oid, part.place
