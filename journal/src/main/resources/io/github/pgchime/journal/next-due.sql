SELECT greatest(0, ceil(extract(epoch FROM r.next_at - clock_timestamp()) * 1000))::bigint AS in_millis
    FROM pgchime.retry AS r
    WHERE r.consumer = ? AND r.next_at IS NOT NULL AND r.entry <> ALL (?)
        AND (EXISTS (SELECT FROM pgchime.entry AS e WHERE e.id = r.entry)
            OR EXISTS (SELECT FROM pgchime.dead AS d WHERE d.consumer = r.consumer AND d.entry = r.entry))
    ORDER BY r.next_at
    LIMIT 1
