SELECT s.slot_name AS name,
       s.slot_type AS type,
       coalesce(s.plugin, '') AS plugin,
       coalesce(s.database, '') AS database,
       s.temporary,
       s.active_pid,
       s.restart_lsn,
       s.confirmed_flush_lsn,
       pg_catalog.pg_wal_lsn_diff(
           CASE WHEN pg_catalog.pg_is_in_recovery()
               THEN pg_catalog.pg_last_wal_replay_lsn()
               ELSE pg_catalog.pg_current_wal_lsn() END,
           coalesce(s.confirmed_flush_lsn, s.restart_lsn)) AS lag,
       pg_catalog.age(s.catalog_xmin) AS age,
       -- What not every version has is read by its name.
       pg_catalog.to_jsonb(s) ->> 'wal_status' AS wal_status,
       pg_catalog.to_jsonb(s) ->> 'two_phase' AS two_phase,
       pg_catalog.to_jsonb(s) ->> 'failover' AS failover,
       pg_catalog.to_jsonb(s) ->> 'invalidation_reason' AS invalidation_reason
FROM pg_catalog.pg_replication_slots s
WHERE :condition
ORDER BY s.slot_name
