-- Every partition, one row for each partitioned table above it.
SELECT n.nspname AS schema, c.relname AS name, an.nspname AS ancestor_schema, a.relname AS ancestor_name
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL pg_catalog.pg_partition_ancestors(c.oid) AS above (relid)
JOIN pg_catalog.pg_class a ON a.oid = above.relid
JOIN pg_catalog.pg_namespace an ON an.oid = a.relnamespace
WHERE c.relispartition AND c.relkind IN ('r', 'p') AND above.relid <> c.oid
