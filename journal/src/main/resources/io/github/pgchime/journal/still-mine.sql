-- Whoever takes the lease waits for this lock, and this one for whoever is taking it.
SELECT 1
    FROM pgchime.consumer
    WHERE name = ? AND epoch = ?
    FOR KEY SHARE
