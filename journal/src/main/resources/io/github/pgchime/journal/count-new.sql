-- How many entries lie between two ticks, up to a limit.
SELECT count(*)
    FROM (
        SELECT 1
            FROM (
                SELECT xid, channel FROM pgchime.entry WHERE xid = ANY ('{{in progress}}'::xid8[])
                UNION ALL
                SELECT xid, channel FROM pgchime.entry WHERE xid >= '{xmax}'::xid8
            ) AS e
            WHERE pg_visible_in_snapshot(e.xid, '{to}') AND e.channel = ANY (coalesce(nullif(?::text[], '{}'), ARRAY[e.channel]))
            LIMIT ?
    ) AS counted
