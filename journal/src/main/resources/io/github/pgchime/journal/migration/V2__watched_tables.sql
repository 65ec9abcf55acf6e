-- Watched tables: triggers whose functions make an entry of every row that changes.

-- What is watched. name is that of the function and of its four triggers' common part.
CREATE TABLE pgchime.watched (
    relation regclass PRIMARY KEY,
    name text NOT NULL UNIQUE,
    channel text NOT NULL CHECK (channel <> '' AND length(channel) <= 255),
    exclude text[] NOT NULL,
    include text[],
    filter text,
    strict boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The table and everything below it: partitions, children.
CREATE FUNCTION pgchime.family(relation regclass) RETURNS SETOF oid
    LANGUAGE sql
    STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE member(oid) AS (
        SELECT relation::oid
        UNION
        SELECT i.inhrelid FROM pg_inherits i JOIN member m ON i.inhparent = m.oid)
    SELECT m.oid FROM member m
$$;

-- The columns of the primary key, in its order; none is an empty array.
CREATE FUNCTION pgchime.primary_key(relation regclass) RETURNS text[]
    LANGUAGE sql
    STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(a.attname::text ORDER BY k.position), '{}')
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(number, position)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indrelid = relation AND i.indisprimary AND k.position <= i.indnkeyatts
$$;

-- What can be wrong with a table and the options for it is said before anything is made.
CREATE FUNCTION pgchime.check_watch(relation regclass, channel text, exclude text[], include text[], filter text)
    RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    seen pg_class;
    unknown text;
    keys text[] := pgchime.primary_key(relation);
BEGIN
    SELECT * INTO seen FROM pg_class c WHERE c.oid = relation;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no table to watch' USING ERRCODE = 'undefined_table';
    END IF;
    IF seen.relkind NOT IN ('r', 'p') OR seen.relpersistence = 't'
        OR seen.relnamespace IN ('pg_catalog'::regnamespace, 'pgchime'::regnamespace) THEN
        RAISE EXCEPTION '% cannot be watched', relation
            USING ERRCODE = 'wrong_object_type',
            HINT = 'Tables and partitioned tables can be; views, foreign, temporary and system tables cannot.';
    END IF;
    IF channel IS NULL OR channel = '' OR length(channel) > 255 THEN
        RAISE EXCEPTION 'channel % is not valid', coalesce(quote_literal(left(channel, 300)), 'NULL')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A channel has 1 to 255 characters.';
    END IF;
    SELECT c INTO unknown FROM unnest(exclude || include) c
        WHERE NOT EXISTS (SELECT FROM pg_attribute a
            WHERE a.attrelid = relation AND a.attname = c AND a.attnum > 0 AND NOT a.attisdropped);
    IF FOUND THEN
        RAISE EXCEPTION '% has no column %', relation, quote_ident(unknown) USING ERRCODE = 'undefined_column';
    END IF;
    IF exclude && keys THEN
        RAISE EXCEPTION 'a column of the primary key of % cannot be excluded', relation
            USING ERRCODE = 'invalid_parameter_value', HINT = 'It is what the id of each entry is made of.';
    END IF;
    IF filter IS NOT NULL THEN
        EXECUTE format('SELECT FROM (SELECT (NULL::%1$s).*) AS old, (SELECT (NULL::%1$s).*) AS new WHERE (%2$s' || E'\n) LIMIT 0',
            pgchime.qualified(relation), filter);
    END IF;
END
$$;

-- Schema and name, quoted, whatever the search path.
CREATE FUNCTION pgchime.qualified(relation regclass) RETURNS text
    LANGUAGE sql
    STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = relation
$$;

-- The SQL that makes of a row, known by an alias, what an entry holds of it.
CREATE FUNCTION pgchime.row_sql(alias text, exclude text[], include text[]) RETURNS text
    LANGUAGE sql
    IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN include IS NOT NULL
        THEN (SELECT format('(SELECT to_jsonb(r) FROM (SELECT %s) r)', string_agg(format('%I.%I', alias, c), ', '))
            FROM unnest(include) c WHERE c <> ALL(exclude))
        ELSE format('(to_jsonb(%I.*) - %L::text[])', alias, exclude || 'pgchime_row'::text) END
$$;

-- The SQL that makes of a row, known by an alias, the id, the key and the ordering key of its entry.
CREATE FUNCTION pgchime.identity_sql(alias text, keys text[], OUT id text, OUT key text, OUT sequence text)
    LANGUAGE plpgsql
    IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    value text;
BEGIN
    IF keys = '{}' THEN
        id := 'NULL::jsonb';
        key := 'NULL::jsonb';
        sequence := 'context.label';
        RETURN;
    END IF;
    SELECT format('jsonb_build_object(%s)', string_agg(format('%L, %I.%I', k, alias, k), ', ' ORDER BY n)) INTO key
        FROM unnest(keys) WITH ORDINALITY AS u(k, n);
    id := CASE WHEN cardinality(keys) = 1 THEN format('to_jsonb(%I.%I)', alias, keys[1]) ELSE key END;
    value := CASE WHEN cardinality(keys) = 1 THEN format('%I.%I::text', alias, keys[1]) ELSE key || '::text' END;
    sequence := format('context.label || '' '' || CASE WHEN octet_length(%1$s) > 500 THEN md5(%1$s) ELSE %1$s END', value);
END
$$;

-- The statement that records what a statement did, as the body of the trigger's function has it.
CREATE FUNCTION pgchime.record_sql(operation text, relation regclass, channel text, exclude text[], include text[], filter text)
    RETURNS text
    LANGUAGE plpgsql
    STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    alias text := CASE operation WHEN 'DELETE' THEN 'old' ELSE 'new' END;
    named record;
    rows text;
    -- Naming the excluded columns makes the statement fail if one of them is renamed, before it tells the secret in it.
    excluded text;
BEGIN
    named := pgchime.identity_sql(alias, pgchime.primary_key(relation));
    SELECT coalesce(string_agg(format(' AND (%I.%I IS NULL OR true)', alias, c), ''), '') INTO excluded FROM unnest(exclude) c;
    rows := CASE operation
        WHEN 'UPDATE' THEN
            -- The server fills the two in step.
            '(SELECT row_number() OVER () AS pgchime_row, o.* FROM pgchime_old o) AS old'
            ' JOIN (SELECT row_number() OVER () AS pgchime_row, n.* FROM pgchime_new n) AS new'
            ' ON new.pgchime_row = old.pgchime_row'
        WHEN 'INSERT' THEN 'pgchime_new AS new'
        ELSE 'pgchime_old AS old' END;
    IF filter IS NOT NULL AND operation <> 'UPDATE' THEN
        rows := rows || format(' CROSS JOIN LATERAL (SELECT (NULL::%s).*) AS %I',
            pgchime.qualified(relation), CASE operation WHEN 'DELETE' THEN 'new' ELSE 'old' END);
    END IF;
    RETURN format($sql$
            INSERT INTO pgchime.entry (channel, key, payload)
                SELECT %L, %s,
                    jsonb_build_object('table', context.relation_name, 'schema', context.schema_name, 'action', %L,
                        'id', %s, 'key', %s, 'old_data', %s, 'new_data', %s, 'metadata', context.metadata)
                FROM %s
                WHERE true%s%s;$sql$,
        channel, named.sequence, operation, named.id, named.key,
        CASE operation WHEN 'INSERT' THEN 'NULL::jsonb' ELSE pgchime.row_sql('old', exclude, include) END,
        CASE operation WHEN 'DELETE' THEN 'NULL::jsonb' ELSE pgchime.row_sql('new', exclude, include) END,
        rows, excluded, CASE WHEN filter IS NULL THEN '' ELSE ' AND (' || filter || E'\n)' END);
END
$$;

-- The trigger's function. What it cannot record it says so, on the channel itself, unless strict: then the statement fails.
-- Of an error's text only what names things of the schema is told, and no data, which may be secret.
CREATE FUNCTION pgchime.watch_sql(name text, relation regclass, channel text, exclude text[], include text[], filter text,
    strict boolean) RETURNS text
    LANGUAGE sql
    STABLE
    SET search_path = pg_catalog, pg_temp
AS $fn$
    SELECT format($sql$CREATE OR REPLACE FUNCTION pgchime.%I() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS %L$sql$, name, format($body$
#variable_conflict use_column
<<context>>
DECLARE
    schema_name text := TG_TABLE_SCHEMA;
    relation_name text := TG_TABLE_NAME;
    label text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
    metadata jsonb := jsonb_build_object(
        'user_id', nullif(current_setting('app.user_id', true), ''),
        'session_id', nullif(current_setting('app.session_id', true), ''),
        'transaction_id', pg_current_xact_id()::text::bigint);
    code text;
    said text;
BEGIN
    BEGIN
        IF TG_OP <> 'TRUNCATE' THEN
            -- Rows of a partition are those of the table that is watched.
            SELECT n.nspname, c.relname INTO STRICT schema_name, relation_name
                FROM pgchime.watched w JOIN pg_class c ON c.oid = w.relation JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE w.name = %1$L;
            label := schema_name || '.' || relation_name;
        END IF;
        IF TG_OP = 'INSERT' THEN%2$s
        ELSIF TG_OP = 'UPDATE' THEN
            IF (SELECT count(*) FROM pgchime_old) <> (SELECT count(*) FROM pgchime_new) THEN
                RAISE EXCEPTION 'not every old row of the update has a new one' USING ERRCODE = 'cardinality_violation';
            END IF;%3$s
        ELSIF TG_OP = 'DELETE' THEN%4$s
        ELSE
            INSERT INTO pgchime.entry (channel, key, payload) VALUES (%5$L, label,
                jsonb_build_object('table', relation_name, 'schema', schema_name, 'action', TG_OP, 'id', NULL, 'key', NULL,
                    'old_data', NULL, 'new_data', NULL, 'metadata', metadata));
        END IF;
    %6$s
    END;
    RETURN NULL;
END
$body$, name,
        pgchime.record_sql('INSERT', relation, channel, exclude, include, filter),
        pgchime.record_sql('UPDATE', relation, channel, exclude, include, filter),
        pgchime.record_sql('DELETE', relation, channel, exclude, include, filter),
        channel,
        CASE WHEN strict THEN '' ELSE format($lenient$EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, said = MESSAGE_TEXT;
        said := CASE WHEN code IN ('21000', '42501', '42703') THEN said ELSE '(not told, it may hold data)' END;
        BEGIN
            INSERT INTO pgchime.entry (channel, key, payload) VALUES (%L, label,
                jsonb_build_object('table', relation_name, 'schema', schema_name, 'action', 'UNRECORDED', 'id', NULL,
                    'key', NULL, 'old_data', NULL, 'new_data', NULL, 'metadata', metadata,
                    'error', jsonb_build_object('statement', TG_OP, 'code', code, 'message', said)));
            RAISE WARNING USING MESSAGE = 'pgchime has not recorded what ' || TG_OP || ' did to ' || label
                || ', and its channel says so: ' || said || ' [' || code || ']';
        EXCEPTION WHEN OTHERS THEN
            RAISE WARNING USING MESSAGE = 'pgchime has not recorded what ' || TG_OP || ' did to ' || label
                || ', and could not tell its channel: ' || said || ' [' || code || ']';
        END;$lenient$, channel) END))
$fn$;

-- Watches a table, or watches it in another way, or gives partitions that came later their triggers. Whoever calls it owns the
-- function, by whose rights the filter runs, and needs TRIGGER on the table. The filter is SQL over old and new; of an INSERT
-- all in old is NULL, of a DELETE all in new. Names in it that are not PostgreSQL's own need their schema.
CREATE FUNCTION pgchime.watch(relation regclass, channel text DEFAULT 'data_change', exclude text[] DEFAULT '{}',
    include text[] DEFAULT NULL, filter text DEFAULT NULL, strict boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    chosen text;
    gone record;
    member oid;
BEGIN
    exclude := coalesce(exclude, '{}');
    PERFORM pgchime.check_watch(relation, channel, exclude, include, filter);
    FOR gone IN DELETE FROM pgchime.watched w
        WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = w.relation) RETURNING w.name LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS pgchime.%I() CASCADE', gone.name);
    END LOOP;
    -- After a restore an older table may have had this one's number.
    SELECT coalesce(max(w.name) FILTER (WHERE w.relation = watch.relation),
            CASE WHEN bool_or(w.name = 'watch_' || watch.relation::oid) THEN 'watch_' || gen_random_uuid()
                ELSE 'watch_' || watch.relation::oid END)
        INTO chosen FROM pgchime.watched w;
    INSERT INTO pgchime.watched (relation, name, channel, exclude, include, filter, strict)
        VALUES (watch.relation, chosen, watch.channel, watch.exclude, watch.include, watch.filter, watch.strict)
        ON CONFLICT ON CONSTRAINT watched_pkey DO UPDATE SET channel = EXCLUDED.channel, exclude = EXCLUDED.exclude,
            include = EXCLUDED.include, filter = EXCLUDED.filter, strict = EXCLUDED.strict;
    EXECUTE pgchime.watch_sql(chosen, relation, channel, exclude, include, filter, strict);
    EXECUTE format('REVOKE ALL ON FUNCTION pgchime.%I() FROM PUBLIC', chosen);
    FOR member IN SELECT f FROM pgchime.family(relation) f JOIN pg_class c ON c.oid = f AND c.relkind IN ('r', 'p') LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_insert AFTER INSERT ON %1$s REFERENCING NEW TABLE AS pgchime_new'
            ' FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%2$I()', pgchime.qualified(member), chosen);
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_update AFTER UPDATE ON %1$s REFERENCING OLD TABLE AS pgchime_old'
            ' NEW TABLE AS pgchime_new FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%2$I()', pgchime.qualified(member), chosen);
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_delete AFTER DELETE ON %1$s REFERENCING OLD TABLE AS pgchime_old'
            ' FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%2$I()', pgchime.qualified(member), chosen);
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_truncate AFTER TRUNCATE ON %1$s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%2$I()', pgchime.qualified(member), chosen);
    END LOOP;
END
$$;

-- Watches a table no more; false if it was not watched. It takes the owner of the function, not of the table.
CREATE FUNCTION pgchime.unwatch(relation regclass) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
AS $$
DECLARE
    gone text;
BEGIN
    DELETE FROM pgchime.watched w WHERE w.relation = unwatch.relation RETURNING w.name INTO gone;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP FUNCTION pgchime.%I() CASCADE', gone);
    RETURN true;
END
$$;

-- What is watched, with what of it has not all of its triggers, or has one that is disabled: partitions that came later.
CREATE FUNCTION pgchime.watches()
    RETURNS TABLE (schema_name text, table_name text, channel text, exclude text[], include text[], filter text, strict boolean,
        missing text[])
    LANGUAGE sql
    STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT n.nspname::text, c.relname::text, w.channel, w.exclude, w.include, w.filter, w.strict,
        ARRAY(SELECT pgchime.qualified(f) FROM pgchime.family(w.relation) f
            WHERE (SELECT count(*) FROM pg_trigger t
                WHERE t.tgrelid = f AND t.tgfoid = to_regproc(format('pgchime.%I', w.name)) AND t.tgenabled <> 'D') < 4
            ORDER BY 1)
    FROM pgchime.watched w JOIN pg_class c ON c.oid = w.relation JOIN pg_namespace n ON n.oid = c.relnamespace
    ORDER BY 1, 2
$$;

-- Besides what it could before: watch tables, each by functions of its own.
CREATE OR REPLACE FUNCTION pgchime.grant_administer(role text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION pgchime.holders(bigint, bigint), pgchime.cleanup_plan(timestamptz, bigint),'
        ' pgchime.drop_range(text, timestamptz), pgchime.trim_rest(timestamptz, integer), pgchime.cut_off(text, bigint),'
        ' pgchime.restamp(), pgchime.wake_by_notify(boolean), pgchime.family(regclass), pgchime.primary_key(regclass),'
        ' pgchime.check_watch(regclass, text, text[], text[], text), pgchime.qualified(regclass),'
        ' pgchime.row_sql(text, text[], text[]), pgchime.identity_sql(text, text[]),'
        ' pgchime.record_sql(text, regclass, text, text[], text[], text),'
        ' pgchime.watch_sql(text, regclass, text, text[], text[], text, boolean),'
        ' pgchime.watch(regclass, text, text[], text[], text, boolean), pgchime.unwatch(regclass), pgchime.watches()'
        ' TO %I', role);
    EXECUTE format('GRANT CREATE ON SCHEMA pgchime TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON pgchime.watched TO %I', role);
    EXECUTE format('GRANT INSERT (channel, key, payload) ON pgchime.entry TO %I', role);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA pgchime FROM PUBLIC;

SELECT pgchime.grant_roles();

UPDATE pgchime.meta SET version = 2;
