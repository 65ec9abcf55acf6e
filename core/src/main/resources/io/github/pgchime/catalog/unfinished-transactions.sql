-- The top-level transactions of this database with an id that still hold it: a transaction lets go of the lock on its id
-- only after it has become visible. A prepared one has no process, and may be of any database.
SELECT min(l.transactionid::text::bigint) AS xid
FROM pg_catalog.pg_locks l
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
AND (a.datname IS NULL OR a.datname = pg_catalog.current_database())
GROUP BY l.virtualtransaction
