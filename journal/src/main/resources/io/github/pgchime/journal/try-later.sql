INSERT INTO pgchime.retry (consumer, entry, sequence, attempts, next_at, error, replay)
    VALUES (?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond', nullif(?, ''), ?)
    ON CONFLICT (consumer, entry) DO UPDATE
        SET attempts = excluded.attempts, next_at = excluded.next_at, error = excluded.error
