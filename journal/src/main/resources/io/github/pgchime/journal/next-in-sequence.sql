-- The first of those that wait in a sequence is due now.
UPDATE pgchime.retry AS r
    SET next_at = clock_timestamp()
    FROM unnest(?::text[]) AS settled (sequence)
        CROSS JOIN LATERAL (
            SELECT w.consumer, w.entry, w.next_at
                FROM pgchime.retry AS w
                WHERE w.consumer = ? AND w.sequence = settled.sequence
                ORDER BY w.entry
                LIMIT 1) AS first
    WHERE r.consumer = first.consumer AND r.entry = first.entry AND first.next_at IS NULL
