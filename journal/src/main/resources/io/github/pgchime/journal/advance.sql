UPDATE pgchime.consumer
    SET tick = ?, batch = ?, entry = ?, active_at = clock_timestamp()
    WHERE name = ? AND epoch = ?
