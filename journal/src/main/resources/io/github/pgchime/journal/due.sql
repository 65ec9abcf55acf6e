-- What is to be tried again, the longest due first, and behind each a share of those that wait for it, in order; each with its
-- content from where that is left.
WITH given AS (SELECT ?::text AS consumer, ?::bigint[] AS in_hand, ?::integer AS most),
heads AS (
    SELECT r.entry, r.sequence, r.next_at, count(*) OVER () AS number
        FROM given, pgchime.retry AS r
        WHERE r.consumer = given.consumer AND r.next_at <= clock_timestamp() AND r.entry <> ALL (given.in_hand)
        ORDER BY r.next_at, r.entry
        LIMIT (SELECT most FROM given)
)
SELECT r.entry, coalesce(e.channel, d.channel), coalesce(e.key, d.key),
        CASE WHEN pg_column_size(coalesce(e.payload, d.payload)) <= 8000
            AND pg_column_compression(coalesce(e.payload, d.payload)) IS NULL
            THEN coalesce(e.payload, d.payload)::text END,
        coalesce(e.headers, d.headers)::text, coalesce(e.created_at, d.created_at),
        r.attempts, r.replay
    FROM given
        CROSS JOIN heads
        CROSS JOIN LATERAL (
            SELECT heads.entry
            UNION ALL
            (SELECT w.entry
                FROM pgchime.retry AS w
                WHERE w.consumer = given.consumer AND w.sequence = heads.sequence AND w.entry > heads.entry
                    AND w.next_at IS NULL AND w.entry <> ALL (given.in_hand)
                ORDER BY w.entry
                LIMIT given.most / heads.number)) AS chosen
        JOIN pgchime.retry AS r ON r.consumer = given.consumer AND r.entry = chosen.entry
        LEFT JOIN pgchime.entry AS e ON e.id = r.entry
        LEFT JOIN pgchime.dead AS d ON d.consumer = r.consumer AND d.entry = r.entry
    WHERE coalesce(e.id, d.entry) IS NOT NULL
    ORDER BY heads.next_at, heads.entry, r.entry
