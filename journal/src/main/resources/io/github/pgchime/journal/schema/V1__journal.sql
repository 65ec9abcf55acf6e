-- The journal: entries, and who has read them how far. Runs in one transaction, by Journal.install or by Flyway.

CREATE SCHEMA pgchime;

-- What is installed, and where: a copy of the database elsewhere is another place, see pgchime.stamp.
CREATE TABLE pgchime.meta (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version integer NOT NULL,
    system_identifier bigint NOT NULL,
    timeline integer NOT NULL,
    partition_size bigint NOT NULL DEFAULT 1000000 CHECK (partition_size BETWEEN 1000 AND 1000000000)
);

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
-- read, in the order of ids, and up to entry it is done with.
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

-- Makes partitions ahead of the ids, for whoever comes by from time to time. It holds no writer up. Says how many it made.
CREATE FUNCTION pgchime.extend() RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    ahead CONSTANT integer := 4;
    size bigint;
    last bigint;
    start bigint;
    made integer := 0;
    part text;
BEGIN
    SELECT m.partition_size INTO size FROM pgchime.meta m FOR UPDATE;
    LOOP
        SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO last FROM pgchime.entry_id_seq s;
        SELECT coalesce(max(r.to_id), 1) INTO start FROM pgchime.entry_range r;
        EXIT WHEN start > last + (ahead - 1) * size;
        IF start <= last THEN
            -- Too late for the ids in between: the rest has them.
            start := last + size / 2;
        END IF;
        part := 'entry_' || start;
        EXECUTE format('CREATE TABLE pgchime.%I (LIKE pgchime.entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
        EXECUTE format('ALTER TABLE pgchime.entry ATTACH PARTITION pgchime.%I FOR VALUES FROM (%s) TO (%s)',
            part, start, start + size);
        INSERT INTO pgchime.entry_range (name, from_id, to_id) VALUES (part, start, start + size);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;

-- What is to be done from time to time, by whoever leads a consumer: partitions ahead, and an end to old ticks. Ticks stay that a
-- position names, and those behind the position of a consumer that is led, which may be about to be named.
CREATE FUNCTION pgchime.housekeep() RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    newest bigint;
    led bigint;
BEGIN
    PERFORM pgchime.extend();
    SELECT max(t.id) INTO newest FROM pgchime.tick t;
    SELECT min(c.tick) INTO led FROM pgchime.consumer c WHERE c.lease_until > clock_timestamp() - interval '1 minute';
    DELETE FROM pgchime.tick t
        WHERE t.id > 0 AND t.id < least(newest, coalesce(led, newest))
            AND NOT EXISTS (SELECT FROM pgchime.consumer c WHERE c.tick = t.id OR c.batch = t.id);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA pgchime FROM PUBLIC;

INSERT INTO pgchime.meta (version, system_identifier, timeline) SELECT 1, p.system_identifier, p.timeline FROM pgchime.place() p;

SELECT pgchime.extend();
