-- The transactions that have written and are not over, in any database: a new slot waits for each of them.
SELECT 'pid ' || a.pid || ' (' || coalesce(a.usename, '?') || ' on ' || coalesce(a.datname, '?')
        || coalesce(', ' || a.state, '')
        || coalesce(', since ' || to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS'), '') || ')' AS who,
    'SELECT pg_terminate_backend(' || a.pid || ');' AS remedy,
    coalesce(a.state LIKE 'idle in transaction%', false) AS idle
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()
GROUP BY a.pid, a.usename, a.datname, a.state, a.xact_start
UNION ALL
SELECT 'prepared transaction ' || pg_catalog.quote_literal(p.gid) || ' (' || p.owner || ' on ' || p.database
        || ', since ' || to_char(p.prepared, 'YYYY-MM-DD HH24:MI:SS') || ')',
    'ROLLBACK PREPARED ' || pg_catalog.quote_literal(p.gid) || ';',
    false
FROM pg_catalog.pg_prepared_xacts p
ORDER BY who
