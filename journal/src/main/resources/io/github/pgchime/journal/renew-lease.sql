UPDATE pgchime.consumer
    SET lease_until = clock_timestamp() + ? * interval '1 millisecond', active_at = clock_timestamp()
    WHERE name = ? AND epoch = ? AND leader IS NOT NULL
    RETURNING paused
