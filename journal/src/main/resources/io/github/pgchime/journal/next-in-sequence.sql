-- The first of those that wait in a sequence is due now.
UPDATE pgchime.retry AS r
    SET next_at = clock_timestamp()
    WHERE r.consumer = ?
        AND r.sequence = ANY (?)
        AND r.next_at IS NULL
        AND NOT EXISTS (
            SELECT FROM pgchime.retry AS earlier
                WHERE earlier.consumer = r.consumer AND earlier.sequence = r.sequence AND earlier.entry < r.entry)
