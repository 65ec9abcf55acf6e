-- Entries between two ticks, by the index on their transactions, and among how many; OFFSET 0 keeps the planner from walking along the
-- ids instead, and the inner limit from sorting more than a few.
SELECT e.id, e.channel, e.key,
        CASE WHEN pg_column_size(e.payload) <= 8000 AND pg_column_compression(e.payload) IS NULL THEN e.payload::text END,
        e.headers::text, e.created_at, count(*) OVER () AS among
    FROM (
        SELECT * FROM (
            SELECT * FROM pgchime.entry WHERE xid = ANY ('{{in progress}}'::xid8[])
            UNION ALL
            SELECT * FROM pgchime.entry WHERE xid >= '{xmax}'::xid8
            OFFSET 0
        ) AS e
        WHERE pg_visible_in_snapshot(e.xid, '{to}')
            AND e.channel = ANY (coalesce(nullif(?::text[], '{}'), ARRAY[e.channel]))
            AND e.id > ?
        LIMIT ?
    ) AS e
    ORDER BY e.id
    LIMIT ?
