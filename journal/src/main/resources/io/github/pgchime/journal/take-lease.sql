-- Locks the row before the lease changes hands: a handler's transaction that acknowledges under the old epoch is over then.
WITH free AS (
    SELECT name
        FROM pgchime.consumer
        WHERE name = ? AND (leader IS NULL OR leader = ? OR lease_until < clock_timestamp())
        FOR UPDATE
)
UPDATE pgchime.consumer AS c
    SET epoch = c.epoch + 1,
        leader = ?,
        lease_until = clock_timestamp() + ? * interval '1 millisecond',
        active_at = clock_timestamp()
    FROM free
    WHERE c.name = free.name
    RETURNING c.epoch, c.tick, c.batch, c.entry, c.paused
