-- What the publication :publication tells of; no row if there is none.
SELECT p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AS everything,
    concat_ws(', ',
        CASE WHEN p.pubinsert THEN 'insert' END,
        CASE WHEN p.pubupdate THEN 'update' END,
        CASE WHEN p.pubdelete THEN 'delete' END,
        CASE WHEN p.pubtruncate THEN 'truncate' END) AS publishes
FROM pg_catalog.pg_publication p
WHERE p.pubname = :publication
