UPDATE pgchime.consumer
    SET leader = NULL, lease_until = NULL
    WHERE name = ? AND epoch = ?
