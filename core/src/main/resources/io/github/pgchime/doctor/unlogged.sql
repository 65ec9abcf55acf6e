-- What those of :names are that are no tables whose changes are in the log.
SELECT n.nspname AS schema, c.relname AS name,
    CASE
        WHEN c.relkind = 'v' THEN 'a view'
        WHEN c.relkind = 'm' THEN 'a materialized view'
        WHEN c.relkind = 'f' THEN 'a foreign table'
        WHEN c.relpersistence = 't' THEN 'a temporary table'
        ELSE 'an unlogged table'
    END AS what
FROM (VALUES :names) AS wanted (schema, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
WHERE c.relkind IN ('v', 'm', 'f') OR c.relkind = 'r' AND c.relpersistence <> 'p'
