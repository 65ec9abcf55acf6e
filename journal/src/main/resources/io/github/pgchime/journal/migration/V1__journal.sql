-- The journal: entries, and who has read them how far. Runs in one transaction, by Journal.install or by Flyway.

CREATE SCHEMA pgchime;

-- What is installed, for whom and where: a copy of the database elsewhere is another place, see pgchime.restamp. Without a
-- size partitions follow the rate.
CREATE TABLE pgchime.meta (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version integer NOT NULL,
    system_identifier bigint NOT NULL,
    timeline integer NOT NULL,
    partition_size bigint CHECK (partition_size BETWEEN 1000 AND 1000000000),
    notify boolean NOT NULL DEFAULT false,
    publish_role text NOT NULL,
    consume_role text NOT NULL,
    administer_role text NOT NULL,
    created_roles text[] NOT NULL DEFAULT '{}'
);

-- In a dump that was restored another transaction wrote this row than it says, and no transaction's id means anything.
CREATE TABLE pgchime.origin (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);

INSERT INTO pgchime.origin DEFAULT VALUES;

-- Append-only. The transaction's id says when an entry became visible, which its own id does not: ids are handed out in one
-- order and committed in another.
CREATE TABLE pgchime.entry (
    id bigint GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    channel text NOT NULL,
    key text,
    payload jsonb NOT NULL,
    headers jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE INDEX entry_xid ON pgchime.entry (xid);
CREATE INDEX entry_created_at ON pgchime.entry USING brin (created_at);

-- Takes what has no partition of its own, so that no writer ever fails for want of one.
CREATE TABLE pgchime.entry_rest PARTITION OF pgchime.entry DEFAULT;

-- The partitions but for the rest: ids from from_id to below to_id.
CREATE TABLE pgchime.entry_range (
    name text PRIMARY KEY,
    from_id bigint NOT NULL UNIQUE,
    to_id bigint NOT NULL CHECK (to_id > from_id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A moment: all that a snapshot saw. Of two ticks the later one sees all that the earlier one does.
CREATE TABLE pgchime.tick (
    id bigint PRIMARY KEY,
    snapshot pg_snapshot NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Before everything.
INSERT INTO pgchime.tick (id, snapshot) VALUES (0, '1:1:');

-- A group of instances of which one leads. Every entry that tick sees is done with. Between tick and batch lies what is being
-- read, in the order of ids, and up to entry it is done with. Without channels it takes all of them; rate is of entries a second,
-- as its leader last measured it.
CREATE TABLE pgchime.consumer (
    name text PRIMARY KEY CHECK (name <> '' AND length(name) <= 255),
    channels text[] NOT NULL,
    tick bigint NOT NULL,
    batch bigint,
    entry bigint NOT NULL DEFAULT 0,
    epoch bigint NOT NULL DEFAULT 0,
    leader text,
    lease_until timestamptz,
    wake_up text,
    paused boolean NOT NULL DEFAULT false,
    gap jsonb,
    rate double precision NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    active_at timestamptz
);

-- Behind a consumer's position, done with nevertheless: acknowledged in the transactions of their handlers.
CREATE TABLE pgchime.handled (
    consumer text NOT NULL REFERENCES pgchime.consumer ON UPDATE CASCADE ON DELETE CASCADE,
    entry bigint NOT NULL,
    PRIMARY KEY (consumer, entry)
);

-- Before a consumer's position, and not done with. Without a time it waits for an earlier entry in its sequence.
CREATE TABLE pgchime.retry (
    consumer text NOT NULL REFERENCES pgchime.consumer ON UPDATE CASCADE ON DELETE CASCADE,
    entry bigint NOT NULL,
    sequence text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz,
    error text,
    replay boolean NOT NULL DEFAULT false,
    PRIMARY KEY (consumer, entry)
);

CREATE INDEX retry_next_at ON pgchime.retry (consumer, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX retry_sequence ON pgchime.retry (consumer, sequence, entry);

-- What gave up: a copy, so that it holds no partition back.
CREATE TABLE pgchime.dead (
    consumer text NOT NULL REFERENCES pgchime.consumer ON UPDATE CASCADE ON DELETE CASCADE,
    entry bigint NOT NULL,
    channel text NOT NULL,
    key text,
    payload jsonb NOT NULL,
    headers jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    error text NOT NULL,
    died_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, entry)
);

CREATE FUNCTION pgchime.notify(channel text, payload jsonb, key text DEFAULT NULL, headers jsonb DEFAULT '{}')
    RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    id bigint;
BEGIN
    IF channel IS NULL OR channel = '' OR length(channel) > 255 THEN
        RAISE EXCEPTION 'channel % is not valid', coalesce(quote_literal(left(channel, 300)), 'NULL')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A channel has 1 to 255 characters.';
    END IF;
    IF payload IS NULL THEN
        RAISE EXCEPTION 'the payload for channel % is NULL', quote_literal(channel)
            USING ERRCODE = 'null_value_not_allowed', HINT = 'For no payload give the JSON value null: ''null''.';
    END IF;
    IF jsonb_typeof(headers) IS DISTINCT FROM 'object' THEN
        RAISE EXCEPTION 'the headers for channel % are no JSON object', quote_literal(channel)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'For none leave them out.';
    END IF;
    IF octet_length(key) > 1000 THEN
        RAISE EXCEPTION 'the key for channel % has % bytes', quote_literal(channel), octet_length(key)
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A key has at most 1000 bytes; give a hash of what is longer.';
    END IF;
    INSERT INTO pgchime.entry (channel, key, payload, headers)
        VALUES (notify.channel, notify.key, notify.payload, notify.headers)
        RETURNING entry.id INTO id;
    RETURN id;
END
$$;

-- A new tick, under an advisory lock ('pgch', 1). The snapshot belongs to a statement behind the lock: ticks lie in the order of their snapshots.
CREATE FUNCTION pgchime.take_tick() RETURNS pgchime.tick
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    taken pgchime.tick;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a tick is taken at READ COMMITTED, not at %', upper(current_setting('transaction_isolation'))
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    PERFORM pg_advisory_xact_lock(1885823848, 1);
    INSERT INTO pgchime.tick (id, snapshot)
        SELECT max(tick.id) + 1, pg_current_snapshot() FROM pgchime.tick
        RETURNING * INTO taken;
    RETURN taken;
END
$$;

-- Where this is: the server's identity and the history that it is in.
CREATE FUNCTION pgchime.place(OUT system_identifier bigint, OUT timeline integer)
    LANGUAGE sql
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer
        FROM pg_control_system() s
$$;

-- How many ids a new partition is to have: those of about a day, going by the last million, if the size is not given.
CREATE FUNCTION pgchime.next_size(last bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    size bigint;
    first bigint;
    since timestamptz;
    days double precision;
BEGIN
    SELECT m.partition_size INTO size FROM pgchime.meta m;
    IF size IS NOT NULL THEN
        RETURN size;
    END IF;
    SELECT e.id, e.created_at INTO first, since FROM pgchime.entry e
        WHERE e.id > last - 1000000 ORDER BY e.id LIMIT 1;
    days := extract(epoch FROM clock_timestamp() - since) / 86400;
    IF days IS NULL OR days * 1440 < 1 THEN
        RETURN 1000000;
    END IF;
    RETURN least(greatest(ceil((last - first) / days / 100000) * 100000, 100000), 10000000);
END
$$;

-- Makes partitions ahead of the ids, for whoever comes by from time to time. It waits for nobody: where another does it, or
-- a long reader is in the way, it leaves it to the next time. Says how many it made.
CREATE FUNCTION pgchime.extend() RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '200ms'
AS $$
DECLARE
    ahead CONSTANT integer := 4;
    size bigint;
    last bigint;
    start bigint;
    made integer := 0;
    part text;
BEGIN
    PERFORM FROM pgchime.meta FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    LOOP
        SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO last FROM pgchime.entry_id_seq s;
        SELECT coalesce(max(r.to_id), 1) INTO start FROM pgchime.entry_range r;
        EXIT WHEN (SELECT count(*) FROM pgchime.entry_range r WHERE r.from_id > last) >= ahead - 1
            AND start > last + 1;
        size := pgchime.next_size(last);
        IF start <= last THEN
            -- Too late for the ids in between: the rest has them.
            start := last + size / 2;
        END IF;
        part := 'entry_' || start;
        BEGIN
            EXECUTE format('CREATE TABLE pgchime.%I (LIKE pgchime.entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
            EXECUTE format('ALTER TABLE pgchime.entry ATTACH PARTITION pgchime.%I FOR VALUES FROM (%s) TO (%s)',
                part, start, start + size);
        EXCEPTION WHEN lock_not_available OR check_violation THEN
            -- The second: ids beyond the start were handed out meanwhile, and the rest has one.
            RETURN made;
        END;
        INSERT INTO pgchime.entry_range (name, from_id, to_id) VALUES (part, start, start + size);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;

-- What is to be done from time to time, by the leader of any consumer: partitions ahead, and ticks that nobody refers to any
-- more go, but for the last ten minutes' and one of each minute as old as the oldest entry. Who makes a position of a stored
-- tick takes it FOR KEY SHARE.
CREATE FUNCTION pgchime.housekeep() RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    candidates bigint[];
    oldest timestamptz;
BEGIN
    PERFORM pgchime.extend();
    SELECT e.created_at INTO oldest FROM pgchime.entry e ORDER BY e.id LIMIT 1;
    SELECT array_agg(locked.id) INTO candidates FROM (
        SELECT t.id FROM pgchime.tick t
            WHERE t.id > 0
            AND t.id < (SELECT max(n.id) FROM pgchime.tick n)
            AND t.created_at < clock_timestamp() - interval '10 minutes'
            AND (t.created_at < oldest - interval '1 minute'
                OR EXISTS (SELECT FROM pgchime.tick p
                    WHERE p.id = t.id - 1 AND date_trunc('minute', p.created_at) = date_trunc('minute', t.created_at)))
            FOR UPDATE SKIP LOCKED) locked;
    -- By a snapshot behind the locks: whoever came first is seen, whoever comes now finds no tick.
    DELETE FROM pgchime.tick t
        WHERE t.id = ANY(candidates)
        AND NOT EXISTS (SELECT FROM pgchime.consumer c WHERE t.id IN (c.tick, c.batch));
END
$$;

-- What each consumer has before it: the entries of its channels that its position is not done with. What is retried stands in
-- retry alone.
CREATE VIEW pgchime.pending AS
    SELECT c.name AS consumer, e.id, e.xid, e.channel, e.key, e.created_at
    FROM pgchime.consumer c
    JOIN pgchime.tick t ON t.id = c.tick
    LEFT JOIN pgchime.tick b ON b.id = c.batch
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(running.xid), '{}') AS xids FROM pg_snapshot_xip(t.snapshot) AS running(xid)) x
    JOIN pgchime.entry e
        ON (e.xid = ANY(x.xids) OR e.xid >= pg_snapshot_xmax(t.snapshot))
        AND e.channel = ANY(coalesce(nullif(c.channels, '{}'), ARRAY[e.channel]))
        AND NOT (b.id IS NOT NULL AND e.id <= c.entry AND pg_visible_in_snapshot(e.xid, b.snapshot))
        AND NOT EXISTS (SELECT FROM pgchime.handled h WHERE h.consumer = c.name AND h.entry = e.id);

-- Which consumers have not done with every entry from one id to below another, in the order of names.
CREATE FUNCTION pgchime.holders(from_id bigint, to_id bigint) RETURNS text[]
    LANGUAGE sql
    STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(c.name ORDER BY c.name), '{}') FROM pgchime.consumer c
    WHERE EXISTS (SELECT FROM pgchime.retry r
            WHERE r.consumer = c.name AND r.entry >= holders.from_id AND r.entry < holders.to_id)
        OR EXISTS (SELECT FROM pgchime.pending p
            WHERE p.consumer = c.name AND p.id >= holders.from_id AND p.id < holders.to_id)
$$;

-- What a cleanup would do with each partition, oldest first: GO or why it stays. By age goes what was written before the
-- moment, by size what is too much, oldest first. NULL is no limit. It locks nothing.
CREATE FUNCTION pgchime.cleanup_plan(older_than timestamptz, most_bytes bigint)
    RETURNS TABLE (name text, from_id bigint, to_id bigint, bytes bigint, newest timestamptz, verdict text, held_by text[])
    LANGUAGE plpgsql
    STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    last bigint;
    surplus bigint;
    young boolean;
BEGIN
    SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO last FROM pgchime.entry_id_seq s;
    SELECT sum(pg_total_relation_size(i.inhrelid)) - most_bytes INTO surplus
        FROM pg_inherits i WHERE i.inhparent = 'pgchime.entry'::regclass;
    FOR name, from_id, to_id IN SELECT r.name, r.from_id, r.to_id FROM pgchime.entry_range r ORDER BY r.from_id LOOP
        bytes := pg_total_relation_size(format('pgchime.%I', name));
        held_by := '{}';
        EXECUTE format('SELECT max(l.created_at) FROM (SELECT e.created_at FROM pgchime.%I e ORDER BY e.id DESC LIMIT 1) l', name)
            INTO newest;
        EXECUTE format('SELECT EXISTS (SELECT FROM pgchime.%I e WHERE e.created_at >= $1)', name)
            INTO young USING older_than;
        IF to_id > last + 1 THEN
            verdict := 'IN_USE';
        ELSIF (older_than IS NULL OR young) AND coalesce(surplus, 0) <= 0 THEN
            verdict := 'WITHIN_LIMITS';
        ELSE
            held_by := pgchime.holders(from_id, to_id);
            verdict := CASE WHEN held_by = '{}' THEN 'GO' ELSE 'HELD' END;
        END IF;
        IF verdict = 'GO' THEN
            surplus := surplus - bytes;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Drops a partition, if all its ids are handed out, no running transaction has written to it, every entry in it was written
-- before the moment (NULL: whenever), and every consumer has done with them. Says DROPPED, or why not: IN_USE, BUSY,
-- WITHIN_LIMITS, HELD, GONE. The share lock keeps writers out of this partition alone while that is looked into; for the drop
-- itself no writer waits longer than for the time-out.
CREATE FUNCTION pgchime.drop_range(range text, older_than timestamptz DEFAULT NULL) RETURNS text
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '250ms'
AS $$
DECLARE
    part pgchime.entry_range;
    last bigint;
    young boolean;
    positions text;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'partitions are dropped at READ COMMITTED, not at %', upper(current_setting('transaction_isolation'))
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    SELECT * INTO part FROM pgchime.entry_range r WHERE r.name = range FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 'GONE';
    END IF;
    SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO last FROM pgchime.entry_id_seq s;
    IF part.to_id > last + 1 THEN
        RETURN 'IN_USE';
    END IF;
    EXECUTE format('LOCK TABLE pgchime.%I IN SHARE MODE', part.name);
    EXECUTE format('SELECT EXISTS (SELECT FROM pgchime.%I e WHERE e.created_at >= $1)', part.name)
        INTO young USING older_than;
    IF young THEN
        RETURN 'WITHIN_LIMITS';
    END IF;
    positions := pgchime.positions();
    IF pgchime.holders(part.from_id, part.to_id) <> '{}' THEN
        RETURN 'HELD';
    END IF;
    LOCK TABLE pgchime.entry IN ACCESS EXCLUSIVE MODE;
    IF pgchime.positions() <> positions
        OR EXISTS (SELECT FROM pgchime.retry r WHERE r.entry >= part.from_id AND r.entry < part.to_id) THEN
        -- Somebody went back meanwhile.
        RETURN 'BUSY';
    END IF;
    EXECUTE format('ALTER TABLE pgchime.entry DETACH PARTITION pgchime.%I', part.name);
    EXECUTE format('DROP TABLE pgchime.%I', part.name);
    DELETE FROM pgchime.entry_range r WHERE r.name = part.name;
    RETURN 'DROPPED';
EXCEPTION WHEN lock_not_available THEN
    RETURN 'BUSY';
END
$$;

-- What changes whenever a consumer appears or goes back, and not as it goes on.
CREATE FUNCTION pgchime.positions() RETURNS text
    LANGUAGE sql
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(string_agg(format('%L %s %s', c.name, c.epoch, c.channels), ',' ORDER BY c.name), '') FROM pgchime.consumer c
$$;

-- Of what has no partition: deletes what was written before the moment and every consumer has done with, up to as many rows.
-- Says how many.
CREATE FUNCTION pgchime.trim_rest(older_than timestamptz, most integer) RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    trimmed integer;
BEGIN
    DELETE FROM pgchime.entry_rest d WHERE d.id IN (
        SELECT e.id FROM pgchime.entry_rest e
        WHERE e.created_at < older_than
            AND NOT EXISTS (SELECT FROM pgchime.pending p WHERE p.id = e.id)
            AND NOT EXISTS (SELECT FROM pgchime.retry r WHERE r.entry = e.id)
        LIMIT most);
    GET DIAGNOSTICS trimmed = ROW_COUNT;
    RETURN trimmed;
END
$$;

-- Takes from a consumer what it has before it below the id, so that it holds no partition back any more, and leaves it word
-- of the gap. Says how many entries it loses.
CREATE FUNCTION pgchime.cut_off(consumer text, below bigint) RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    cut pgchime.consumer;
    now pgchime.tick;
    behind bigint;
    lost bigint;
    first bigint;
    last bigint;
BEGIN
    SELECT * INTO cut FROM pgchime.consumer c WHERE c.name = cut_off.consumer FOR UPDATE;
    now := pgchime.take_tick();
    SELECT count(*), min(p.id), max(p.id) INTO behind, first, last FROM pgchime.pending p
        WHERE p.consumer = cut.name AND p.id < below AND pg_visible_in_snapshot(p.xid, now.snapshot);
    WITH gone AS (DELETE FROM pgchime.retry r WHERE r.consumer = cut.name AND r.entry < below RETURNING r.entry)
        SELECT behind + count(*), least(first, min(gone.entry)), greatest(last, max(gone.entry)) INTO lost, first, last FROM gone;
    IF lost = 0 THEN
        RETURN 0;
    END IF;
    UPDATE pgchime.retry r SET next_at = clock_timestamp()
        WHERE r.consumer = cut.name AND r.next_at IS NULL
        AND NOT EXISTS (SELECT FROM pgchime.retry e
            WHERE e.consumer = r.consumer AND e.sequence = r.sequence AND e.entry < r.entry);
    -- Done with: all up to now that has a lower id. What of the batch in hand has a higher one comes again.
    UPDATE pgchime.consumer c SET
            batch = CASE WHEN behind > 0 THEN now.id ELSE c.batch END,
            entry = CASE WHEN behind > 0 THEN below - 1 ELSE c.entry END,
            epoch = c.epoch + 1, leader = NULL, lease_until = NULL,
            gap = jsonb_build_object('reason', 'EXPIRED',
                'from', least((c.gap ->> 'from')::bigint, first),
                'to', greatest((c.gap ->> 'to')::bigint, last),
                'count', coalesce((c.gap ->> 'count')::bigint, 0) + lost)
        WHERE c.name = cut.name;
    RETURN lost;
END
$$;

-- Says that the journal is where it is now, after a promotion or a restore. In a dump that was restored elsewhere the
-- transactions' ids mean nothing: what consumers had before them stands in retry then, to come again, all else is done with.
-- Says how many times an entry comes again.
CREATE FUNCTION pgchime.restamp() RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    here record;
    origin record;
    elsewhere boolean;
    restored bigint;
    again bigint := 0;
    start pgchime.tick;
BEGIN
    SELECT * INTO here FROM pgchime.place();
    SELECT m.system_identifier <> here.system_identifier INTO elsewhere FROM pgchime.meta m FOR UPDATE;
    SELECT o.xid::xid <> o.xmin AS restored, age(o.xmin) AS age INTO origin FROM pgchime.origin o;
    IF elsewhere AND origin.restored THEN
        LOCK TABLE pgchime.entry, pgchime.consumer, pgchime.retry, pgchime.handled IN SHARE ROW EXCLUSIVE MODE;
        restored := pg_current_xact_id()::text::bigint - origin.age;
        -- What was written here since has ids of this server, which old positions may take for done with.
        INSERT INTO pgchime.retry (consumer, entry, sequence, replay)
            SELECT c.name, e.id, coalesce('k' || e.key, 'c' || e.channel), true
            FROM pgchime.consumer c
            JOIN pgchime.entry e ON e.channel = ANY(coalesce(nullif(c.channels, '{}'), ARRAY[e.channel]))
            WHERE (c.tick <> 0 OR c.batch IS NOT NULL)
                AND (EXISTS (SELECT FROM pgchime.pending p WHERE p.consumer = c.name AND p.id = e.id)
                    OR (e.xid BETWEEN restored::text::xid8 AND pg_current_xact_id()
                        AND NOT EXISTS (SELECT FROM pgchime.handled h WHERE h.consumer = c.name AND h.entry = e.id)))
            ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS again = ROW_COUNT;
        UPDATE pgchime.retry r SET next_at = CASE WHEN EXISTS (SELECT FROM pgchime.retry e
                WHERE e.consumer = r.consumer AND e.sequence = r.sequence AND e.entry < r.entry)
            THEN NULL ELSE coalesce(r.next_at, clock_timestamp()) END;
        DELETE FROM pgchime.handled h USING pgchime.consumer c
            WHERE c.name = h.consumer AND (c.tick <> 0 OR c.batch IS NOT NULL);
        UPDATE pgchime.entry SET xid = '3';
        DELETE FROM pgchime.tick t WHERE t.id <> 0;
        start := pgchime.take_tick();
        UPDATE pgchime.consumer c SET
            tick = CASE WHEN c.tick = 0 AND c.batch IS NULL THEN 0 ELSE start.id END,
            batch = NULL, entry = 0;
        DELETE FROM pgchime.origin;
        INSERT INTO pgchime.origin DEFAULT VALUES;
    END IF;
    UPDATE pgchime.consumer c SET epoch = c.epoch + 1, leader = NULL, lease_until = NULL;
    UPDATE pgchime.meta m SET system_identifier = here.system_identifier, timeline = here.timeline;
    RETURN again;
END
$$;

-- Wakes consumers by NOTIFY pgchime_entry, with the channel as the payload: once per channel and transaction, since equal ones
-- collapse. It serialises the commits of all who publish.
CREATE FUNCTION pgchime.entry_notify() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('pgchime_entry', c.channel) FROM (SELECT DISTINCT e.channel FROM entries e) c;
    RETURN NULL;
END
$$;

-- Turns that on or off.
CREATE FUNCTION pgchime.wake_by_notify(wanted boolean) RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF wanted THEN
        CREATE OR REPLACE TRIGGER entry_notify AFTER INSERT ON pgchime.entry
            REFERENCING NEW TABLE AS entries FOR EACH STATEMENT EXECUTE FUNCTION pgchime.entry_notify();
    ELSE
        DROP TRIGGER IF EXISTS entry_notify ON pgchime.entry;
    END IF;
    UPDATE pgchime.meta m SET notify = wanted;
END
$$;

-- Makes the three roles as far as this role may, and grants each what it is for. Says which are missing.
CREATE FUNCTION pgchime.grant_roles() RETURNS text[]
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    meta pgchime.meta;
    granted text;
    missing text[] := '{}';
BEGIN
    SELECT * INTO meta FROM pgchime.meta;
    FOREACH granted IN ARRAY ARRAY[meta.publish_role, meta.consume_role, meta.administer_role] LOOP
        IF to_regrole(quote_ident(granted)) IS NOT NULL THEN
            CONTINUE;
        END IF;
        IF (SELECT r.rolcreaterole OR r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I', granted);
                UPDATE pgchime.meta m SET created_roles = m.created_roles || granted;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- An installation beside was first.
            END;
        ELSE
            missing := missing || granted;
            RAISE WARNING 'role % does not exist, and % may not create it', quote_ident(granted), quote_ident(current_user)
                USING HINT = format('Have CREATE ROLE %I run, then SELECT pgchime.grant_roles().', granted);
        END IF;
    END LOOP;
    IF meta.publish_role <> ALL(missing) THEN
        PERFORM pgchime.grant_publish(meta.publish_role);
    END IF;
    IF meta.consume_role <> ALL(missing) THEN
        PERFORM pgchime.grant_consume(meta.consume_role);
    END IF;
    IF meta.administer_role <> ALL(missing) THEN
        PERFORM pgchime.grant_publish(meta.administer_role);
        PERFORM pgchime.grant_consume(meta.administer_role);
        PERFORM pgchime.grant_administer(meta.administer_role);
    END IF;
    RETURN missing;
END
$$;

CREATE FUNCTION pgchime.grant_publish(role text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA pgchime TO %I', role);
    EXECUTE format('GRANT SELECT ON pgchime.meta TO %I', role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION pgchime.notify(text, jsonb, text, jsonb) TO %I', role);
END
$$;

CREATE FUNCTION pgchime.grant_consume(role text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA pgchime TO %I', role);
    EXECUTE format('GRANT SELECT ON pgchime.meta, pgchime.entry, pgchime.entry_range, pgchime.pending, pgchime.entry_id_seq TO %I',
        role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON pgchime.tick TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON pgchime.consumer, pgchime.handled, pgchime.retry, pgchime.dead TO %I',
        role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION pgchime.take_tick(), pgchime.place(), pgchime.next_size(bigint), pgchime.extend(),'
        ' pgchime.housekeep() TO %I', role);
END
$$;

CREATE FUNCTION pgchime.grant_administer(role text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION pgchime.holders(bigint, bigint), pgchime.cleanup_plan(timestamptz, bigint),'
        ' pgchime.drop_range(text, timestamptz), pgchime.trim_rest(timestamptz, integer), pgchime.cut_off(text, bigint),'
        ' pgchime.restamp(), pgchime.wake_by_notify(boolean) TO %I', role);
END
$$;

-- Changes what was chosen at the installation; NULL leaves it as it is.
CREATE FUNCTION pgchime.setup(publish_role text DEFAULT NULL, consume_role text DEFAULT NULL, administer_role text DEFAULT NULL,
    partition_size bigint DEFAULT NULL, notify boolean DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE pgchime.meta m SET
        publish_role = coalesce(setup.publish_role, m.publish_role),
        consume_role = coalesce(setup.consume_role, m.consume_role),
        administer_role = coalesce(setup.administer_role, m.administer_role),
        partition_size = coalesce(setup.partition_size, m.partition_size);
    PERFORM pgchime.grant_roles();
    IF notify IS NOT NULL THEN
        PERFORM pgchime.wake_by_notify(notify);
    END IF;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA pgchime FROM PUBLIC;

-- Other names than the usual ones stand in settings of the session that installs.
INSERT INTO pgchime.meta (version, system_identifier, timeline, publish_role, consume_role, administer_role)
    SELECT 1, p.system_identifier, p.timeline,
        coalesce(nullif(current_setting('pgchime.publish_role', true), ''), 'pgchime_publish'),
        coalesce(nullif(current_setting('pgchime.consume_role', true), ''), 'pgchime_consume'),
        coalesce(nullif(current_setting('pgchime.administer_role', true), ''), 'pgchime_administer')
    FROM pgchime.place() p;

SELECT pgchime.grant_roles();

SELECT pgchime.extend();
