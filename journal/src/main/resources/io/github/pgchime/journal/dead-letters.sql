SELECT entry, channel, key, payload::text, headers::text, created_at, attempts, error, died_at
    FROM pgchime.dead
    WHERE consumer = ?
    ORDER BY died_at, entry
