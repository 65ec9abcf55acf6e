-- The top-level transactions with an id that still hold it: a transaction lets go of the lock on its id only after it
-- has become visible.
SELECT min(l.transactionid::text::bigint) AS xid
FROM pg_catalog.pg_locks l
WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
GROUP BY l.virtualtransaction
