UPDATE pgchime.consumer
    SET tick = ?, batch = ?, entry = ?, epoch = epoch + 1, leader = NULL, lease_until = NULL
    WHERE name = ?
