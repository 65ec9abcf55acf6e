INSERT INTO pgchime.retry (consumer, entry, sequence, attempts, next_at, error, replay)
    SELECT ?, l.entry, l.sequence, l.attempts, clock_timestamp() + l.delay * interval '1 millisecond', nullif(l.error, ''), l.replay
        FROM unnest(?::bigint[], ?::text[], ?::integer[], ?::double precision[], ?::text[], ?::boolean[])
            AS l (entry, sequence, attempts, delay, error, replay)
    ON CONFLICT (consumer, entry) DO UPDATE
        SET attempts = excluded.attempts, next_at = excluded.next_at, error = excluded.error
