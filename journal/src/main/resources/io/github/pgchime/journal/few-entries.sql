-- Entries between two ticks, by the index on their transactions; OFFSET 0 keeps the planner from walking along the ids instead.
SELECT e.id, e.channel, e.key,
        CASE WHEN pg_column_size(e.payload) <= 8000 AND pg_column_compression(e.payload) IS NULL THEN e.payload::text END,
        e.headers::text, e.created_at
    FROM (
        SELECT * FROM pgchime.entry WHERE xid = ANY ('{{in progress}}'::xid8[])
        UNION ALL
        SELECT * FROM pgchime.entry WHERE xid >= '{xmax}'::xid8
        OFFSET 0
    ) AS e
    WHERE pg_visible_in_snapshot(e.xid, '{to}')
        AND e.channel = ANY (coalesce(nullif(?::text[], '{}'), ARRAY[e.channel]))
        AND e.id > ?
    ORDER BY e.id
    LIMIT ?
