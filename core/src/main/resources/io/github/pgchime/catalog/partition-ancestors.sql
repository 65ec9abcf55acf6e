-- Which of the names are tables now, one row for each partitioned table above, or one in all.
SELECT n.nspname AS schema, c.relname AS name, an.nspname AS ancestor_schema, a.relname AS ancestor_name
FROM (VALUES :names) AS wanted (schema, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name AND c.relkind IN ('r', 'p')
LEFT JOIN LATERAL (
    SELECT x.relid FROM pg_catalog.pg_partition_ancestors(c.oid) x WHERE c.relispartition AND x.relid <> c.oid
) AS above ON true
LEFT JOIN pg_catalog.pg_class a ON a.oid = above.relid
LEFT JOIN pg_catalog.pg_namespace an ON an.oid = a.relnamespace
