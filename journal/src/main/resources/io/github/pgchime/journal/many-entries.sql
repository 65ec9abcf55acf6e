-- Entries between two ticks within a range of ids; the conditions on the transactions are such that no index serves them.
SELECT e.id, e.channel, e.key,
        CASE WHEN pg_column_size(e.payload) <= 8000 AND pg_column_compression(e.payload) IS NULL THEN e.payload::text END,
        e.headers::text, e.created_at
    FROM pgchime.entry AS e
    WHERE NOT pg_visible_in_snapshot(e.xid, '{from}')
        AND pg_visible_in_snapshot(e.xid, '{to}')
        AND e.channel = ANY (coalesce(nullif(?::text[], '{}'), ARRAY[e.channel]))
        AND e.id > ?
        AND e.id <= ?
    ORDER BY e.id
    LIMIT ?
