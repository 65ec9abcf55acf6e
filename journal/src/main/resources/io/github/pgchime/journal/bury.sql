-- A copy of the entry; one that has been dead before may have its only copy here.
WITH known AS (
    UPDATE pgchime.dead SET attempts = ?, error = ?, died_at = clock_timestamp()
        WHERE consumer = ? AND entry = ?
        RETURNING entry
)
INSERT INTO pgchime.dead (consumer, entry, channel, key, payload, headers, created_at, attempts, error)
    SELECT ?, e.id, e.channel, e.key, e.payload, e.headers, e.created_at, ?, ?
        FROM pgchime.entry AS e
        WHERE e.id = ? AND NOT EXISTS (SELECT FROM known)
