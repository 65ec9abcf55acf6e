-- From the entries, or from what is left of a dead one; what is to be tried again anyhow is due now.
INSERT INTO pgchime.retry (consumer, entry, sequence, attempts, next_at, replay)
    SELECT c.consumer, c.entry, CASE WHEN c.key IS NULL THEN 'c' || c.channel ELSE 'k' || c.key END, 0, clock_timestamp(), true
        FROM (
            SELECT d.consumer, d.entry, d.channel, d.key FROM pgchime.dead AS d WHERE d.entry = ? AND d.consumer = ?
            UNION
            SELECT w.name, e.id, e.channel, e.key
                FROM pgchime.entry AS e, pgchime.consumer AS w
                WHERE e.id = ? AND w.name = ? AND e.channel = ANY (coalesce(nullif(w.channels, '{}'), ARRAY[e.channel]))
        ) AS c
    ON CONFLICT (consumer, entry) DO UPDATE SET next_at = excluded.next_at, attempts = 0, replay = true
