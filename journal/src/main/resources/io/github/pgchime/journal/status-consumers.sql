-- A consumer is done with what its tick sees, and within the batch behind that with the ids up to its entry.
SELECT c.name, c.channels, behind.entries AS lag_entries,
        extract(epoch FROM clock_timestamp() - behind.oldest)::float8 * 1000 AS lag_millis,
        (SELECT count(*) FROM pgchime.retry AS r WHERE r.consumer = c.name) AS retries,
        (SELECT count(*) FROM pgchime.dead AS d WHERE d.consumer = c.name) AS dead,
        CASE WHEN c.lease_until > clock_timestamp() THEN c.leader END AS leader,
        c.wake_up, c.paused
    FROM pgchime.consumer AS c
        JOIN pgchime.tick AS t ON t.id = c.tick
        LEFT JOIN pgchime.tick AS b ON b.id = c.batch
        CROSS JOIN LATERAL (
            SELECT count(*) AS entries, min(e.created_at) AS oldest
                FROM pgchime.entry AS e
                WHERE (e.xid >= pg_snapshot_xmax(t.snapshot) OR e.xid = ANY (ARRAY(SELECT pg_snapshot_xip(t.snapshot))))
                    AND e.channel = ANY (c.channels)
                    AND (b.id IS NULL OR e.id > c.entry OR NOT pg_visible_in_snapshot(e.xid, b.snapshot))
        ) AS behind
    ORDER BY c.name
