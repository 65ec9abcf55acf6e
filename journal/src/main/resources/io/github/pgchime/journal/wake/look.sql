-- The last id that was handed out, and the transactions that may yet be committed: none below the first, none from the second on.
SELECT s.last_value, pg_snapshot_xmin(now.snapshot)::text::numeric, pg_snapshot_xmax(now.snapshot)::text::numeric
    FROM pgchime.entry_id_seq AS s, (SELECT pg_current_snapshot() AS snapshot) AS now
