-- What stands behind each name, one row for each of its partitions, or one in all.
-- A partitioned table has a replica identity when each partition that holds rows has one.
WITH wanted (schema, name, place) AS (
    SELECT w.schema, w.name, row_number() OVER ()
    FROM (VALUES :names) AS w (schema, name)
), found AS (
    SELECT wanted.schema, wanted.name, wanted.place, c.oid, c.relkind, c.relpersistence
    FROM wanted
    LEFT JOIN (pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace)
        ON n.nspname = wanted.schema AND c.relname = wanted.name
        AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
), leaves AS (
    SELECT found.place, l.oid AS leaf, l.relkind, l.relname, l.relnamespace, l.relreplident,
        EXISTS (
            SELECT FROM pg_catalog.pg_index i
            WHERE i.indrelid = l.oid
            AND ((l.relreplident = 'd' AND i.indisprimary) OR (l.relreplident = 'i' AND i.indisreplident))
        ) OR l.relreplident = 'f' AS has_identity
    FROM found
    CROSS JOIN LATERAL (
        SELECT t.relid FROM pg_catalog.pg_partition_tree(found.oid) t WHERE found.relkind = 'p'
        UNION ALL
        SELECT found.oid WHERE found.relkind <> 'p'
    ) AS members (oid)
    JOIN pg_catalog.pg_class l ON l.oid = members.oid
)
SELECT found.schema, found.name,
    CASE
        WHEN found.oid IS NULL THEN 'MISSING'
        WHEN found.relkind = 'p' THEN 'PARTITIONED'
        WHEN found.relkind = 'r' AND found.relpersistence = 'p' THEN 'TABLE'
        ELSE 'NOT_LOGGED'
    END AS kind,
    NOT EXISTS (
        SELECT FROM leaves WHERE leaves.place = found.place AND leaves.relkind = 'r' AND NOT leaves.has_identity
    ) AS replica_identity,
    :publication IS NULL OR EXISTS (
        SELECT FROM pg_catalog.pg_publication_tables p
        JOIN leaves ON leaves.place = found.place
        JOIN pg_catalog.pg_namespace n ON n.oid = leaves.relnamespace
        WHERE p.pubname = :publication AND p.schemaname = n.nspname AND p.tablename = leaves.relname
    ) AS published,
    pn.nspname AS partition_schema, partition.relname AS partition_name
FROM found
LEFT JOIN (leaves partition JOIN pg_catalog.pg_namespace pn ON pn.oid = partition.relnamespace)
    ON partition.place = found.place AND found.relkind = 'p' AND partition.leaf <> found.oid
ORDER BY found.place
