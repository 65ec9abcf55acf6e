-- What one look tells of the server and of the session. A setting that the server does not have, or does not show to
-- this role, is NULL. Nothing here fails for a lack of rights.
WITH setting AS (
    SELECT s.name, s.setting FROM pg_catalog.pg_settings s
), me AS (
    SELECT r.oid, r.rolsuper OR r.rolreplication AS replication
    FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
)
SELECT pg_catalog.version() AS version,
    pg_catalog.pg_backend_pid() AS pid,
    (SELECT a.ssl FROM pg_catalog.pg_stat_ssl a WHERE a.pid = pg_catalog.pg_backend_pid()) AS tls,
    host(pg_catalog.inet_server_addr()) AS address,
    pg_catalog.inet_server_port() AS port,
    pg_catalog.pg_is_in_recovery() AS in_recovery,
    (SELECT setting FROM setting WHERE name = 'wal_level') AS wal_level,
    (SELECT setting FROM setting WHERE name = 'max_replication_slots') AS max_slots,
    (SELECT count(*) FROM pg_catalog.pg_replication_slots) AS slots,
    (SELECT string_agg(s.slot_name, ', ' ORDER BY s.slot_name) FROM pg_catalog.pg_replication_slots s
        WHERE NOT s.active) AS inactive_slots,
    (SELECT setting FROM setting WHERE name = 'max_wal_senders') AS max_senders,
    (SELECT count(*) FROM pg_catalog.pg_stat_replication) AS senders,
    (SELECT setting FROM setting WHERE name = 'wal_sender_timeout') AS wal_sender_timeout,
    (SELECT setting FROM setting WHERE name = 'output_plugin_libraries') AS output_plugin_libraries,
    -- Amazon's masters give the right by membership.
    me.replication OR EXISTS (
        SELECT FROM pg_catalog.pg_roles r
        WHERE r.rolname = 'rds_replication' AND pg_catalog.pg_has_role(me.oid, r.oid, 'MEMBER')
    ) AS replication,
    (SELECT setting FROM setting WHERE name = 'synchronous_standby_names') AS synchronous_standbys,
    -- To a role that may not see it, a standby's state is NULL; it may then be the one.
    EXISTS (
        SELECT FROM pg_catalog.pg_stat_replication r
        WHERE r.sync_state IS NULL OR r.sync_state IN ('sync', 'quorum')
    ) AS synchronous_standby_there,
    (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.wait_event = 'SyncRep') AS waiting_for_standby,
    (SELECT string_agg(DISTINCT split_part(name, '.', 1), ',') FROM setting WHERE name LIKE '%.%') AS prefixes,
    (SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.oid = 10) AS first_superuser,
    EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.proname = 'aurora_version') AS aurora_version
FROM me
