SELECT m.version, m.notify,
    m.system_identifier = here.system_identifier AND m.timeline = here.timeline AS at_home,
    size.bytes, size.partitions, pg_total_relation_size('pgchime.entry_rest') AS rest_bytes,
    CASE WHEN ids.is_called THEN ids.last_value ELSE 0 END AS last_id,
    (SELECT e.created_at FROM pgchime.entry e ORDER BY e.id LIMIT 1) AS oldest,
    c.name, c.channels, c.paused, c.epoch, c.wake_up, c.active_at, c.gap,
    CASE WHEN c.lease_until > clock_timestamp() THEN c.leader END AS leader,
    CASE WHEN c.lease_until > clock_timestamp() THEN c.lease_until END AS lease_until,
    CASE WHEN c.lease_until > clock_timestamp() THEN c.rate ELSE 0 END AS rate,
    pending.lag,
    coalesce(ceil(extract(epoch FROM greatest(clock_timestamp() - pending.oldest, interval '0')) * 1000), 0) AS behind_ms,
    (SELECT count(*) FROM pgchime.retry r WHERE r.consumer = c.name) AS retries,
    (SELECT count(*) FROM pgchime.dead d WHERE d.consumer = c.name) AS dead
FROM pgchime.meta m
CROSS JOIN pgchime.place() here
CROSS JOIN pgchime.entry_id_seq ids
CROSS JOIN LATERAL (
    SELECT sum(pg_total_relation_size(i.inhrelid)) AS bytes, count(*) - 1 AS partitions
    FROM pg_inherits i WHERE i.inhparent = 'pgchime.entry'::regclass) size
LEFT JOIN pgchime.consumer c ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS lag, min(p.created_at) AS oldest
    FROM (SELECT p.created_at FROM pgchime.pending p WHERE p.consumer = c.name LIMIT 1000001) p) pending ON true
ORDER BY c.name
