-- The first of those that wait in each sequence is due now, whatever became of the one they waited for.
UPDATE pgchime.retry AS r
    SET next_at = clock_timestamp()
    FROM (
        SELECT DISTINCT ON (w.sequence) w.consumer, w.entry, w.next_at
            FROM pgchime.retry AS w
            WHERE w.consumer = ?
            ORDER BY w.sequence, w.entry) AS first
    WHERE r.consumer = first.consumer AND r.entry = first.entry AND first.next_at IS NULL
