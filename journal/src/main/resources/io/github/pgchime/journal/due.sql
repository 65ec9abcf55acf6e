-- What is to be tried again, the longest due first, each with its content from where that is left.
SELECT r.entry, coalesce(e.channel, d.channel), coalesce(e.key, d.key),
        CASE WHEN pg_column_size(coalesce(e.payload, d.payload)) <= 8000
            AND pg_column_compression(coalesce(e.payload, d.payload)) IS NULL
            THEN coalesce(e.payload, d.payload)::text END,
        coalesce(e.headers, d.headers)::text, coalesce(e.created_at, d.created_at),
        r.attempts, r.replay,
        ceil(extract(epoch FROM r.next_at - clock_timestamp()) * 1000)::bigint AS in_millis
    FROM pgchime.retry AS r
        LEFT JOIN pgchime.entry AS e ON e.id = r.entry
        LEFT JOIN pgchime.dead AS d ON d.consumer = r.consumer AND d.entry = r.entry
    WHERE r.consumer = ? AND r.next_at IS NOT NULL AND r.entry <> ALL (?)
        AND coalesce(e.id, d.entry) IS NOT NULL
    ORDER BY r.next_at, r.entry
    LIMIT ?
