-- Tables whose changes become entries, by triggers. Runs in one transaction, by Journal.install or by Flyway.

CREATE TABLE pgchime.watch (
    relation oid PRIMARY KEY,
    table_schema text NOT NULL,
    table_name text NOT NULL,
    channel text NOT NULL,
    key_columns text[] NOT NULL,
    only_columns text[],
    excluded_columns text[] NOT NULL,
    filter text,
    strict boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A row as it goes into an entry: what is not to be told never enters it.
CREATE FUNCTION pgchime.told_columns(whole jsonb, only_columns text[], excluded_columns text[]) RETURNS jsonb
    LANGUAGE sql
    IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN whole IS NULL THEN NULL
        WHEN only_columns IS NULL THEN whole - excluded_columns
        ELSE coalesce((SELECT jsonb_object_agg(c.key, c.value) FROM jsonb_each(whole) AS c WHERE c.key = ANY (only_columns)), '{}')
    END
$$;

-- Who is doing it, as far as the application says so: SET app.user_id = '42'.
CREATE FUNCTION pgchime.change_metadata() RETURNS jsonb
    LANGUAGE sql
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object(
        'user_id', nullif(current_setting('app.user_id', true), ''),
        'session_id', nullif(current_setting('app.session_id', true), ''),
        'transaction_id', pg_current_xact_id()::text::bigint)
$$;

-- Has every change of a table become an entry from now on, or changes how. Statements are recorded as a whole, which takes a
-- fraction of the time that triggers for each row take. A partitioned table is watched together with the partitions it has.
CREATE FUNCTION pgchime.watch(
    target regclass,
    channel text DEFAULT 'data_change',
    only_columns text[] DEFAULT NULL,
    excluded_columns text[] DEFAULT '{}',
    filter text DEFAULT NULL,
    strict boolean DEFAULT false)
    RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
    table_schema text;
    table_name text;
    kind "char";
    key_columns text[];
    unknown text;
    id text;
    key text;
    told text;
    body text;
    part record;
BEGIN
    SELECT n.nspname, c.relname, c.relkind INTO table_schema, table_name, kind
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target;
    IF kind NOT IN ('r', 'p') THEN
        RAISE EXCEPTION '% is no table', target USING ERRCODE = 'wrong_object_type';
    END IF;
    IF table_schema = 'pgchime' THEN
        RAISE EXCEPTION '% belongs to the journal itself', target USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF channel IS NULL OR channel = '' OR length(channel) > 255 THEN
        RAISE EXCEPTION 'channel % is not valid', coalesce(quote_literal(left(channel, 300)), 'NULL')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A channel has 1 to 255 characters.';
    END IF;
    SELECT min(given.name) INTO unknown
        FROM unnest(coalesce(only_columns, '{}') || coalesce(excluded_columns, '{}')) AS given (name)
        WHERE NOT EXISTS (
            SELECT FROM pg_attribute a
                WHERE a.attrelid = target AND a.attname = given.name AND a.attnum > 0 AND NOT a.attisdropped);
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'table % has no column %', target, quote_ident(unknown) USING ERRCODE = 'undefined_column';
    END IF;
    SELECT coalesce(array_agg(a.attname::text ORDER BY k.place), '{}') INTO key_columns
        FROM pg_index i
            CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indrelid = target AND i.indisprimary AND k.place <= i.indnkeyatts;
    IF key_columns && excluded_columns THEN
        RAISE EXCEPTION 'the primary key of % cannot be left out', target
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Every entry names the row by it.';
    END IF;

    -- Expressions over {row}, a row as JSON. They are written out, for a function of SQL's would be called for each row.
    id := CASE cardinality(key_columns)
        WHEN 0 THEN 'NULL'
        WHEN 1 THEN format('{row} -> %L', key_columns[1])
        ELSE format('jsonb_build_object(%s)',
            (SELECT string_agg(format('%1$L, {row} -> %1$L', k.name), ', ') FROM unnest(key_columns) AS k (name)))
    END;
    key := CASE cardinality(key_columns)
        WHEN 0 THEN format('%L', table_schema || '.' || table_name)
        WHEN 1 THEN format('%L || ({row} ->> %L)', table_schema || '.' || table_name || ':', key_columns[1])
        ELSE format('%L || (%s)::text', table_schema || '.' || table_name || ':', id)
    END;
    told := CASE
        WHEN only_columns IS NOT NULL THEN format('pgchime.told_columns({row}, %L, %L)', only_columns, coalesce(excluded_columns, '{}'))
        WHEN cardinality(excluded_columns) > 0 THEN format('({row} - %L::text[])', excluded_columns)
        ELSE '{row}'
    END;
    body := format(
        $function$
        CREATE OR REPLACE FUNCTION pgchime.%1$I() RETURNS trigger
            LANGUAGE plpgsql
            SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
        AS $trigger$
        -- In here new and old are rows of the statement, of which plpgsql knows none.
        #variable_conflict use_column
        DECLARE
            metadata CONSTANT jsonb := pgchime.change_metadata();
            unpaired boolean;
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO pgchime.entry (channel, key, payload)
                    SELECT %2$L, %6$s, jsonb_build_object(
                            'table', %4$L, 'schema', %3$L, 'action', TG_OP, 'id', %5$s, 'key', %6$s,
                            'old_data', NULL, 'new_data', %7$s, 'metadata', metadata)
                        FROM (
                            SELECT to_jsonb(new) AS row
                                FROM new_rows AS new CROSS JOIN (SELECT (NULL::%8$s).*) AS old
                                WHERE %9$s
                                OFFSET 0
                        ) AS c;
            ELSIF TG_OP = 'DELETE' THEN
                INSERT INTO pgchime.entry (channel, key, payload)
                    SELECT %2$L, %6$s, jsonb_build_object(
                            'table', %4$L, 'schema', %3$L, 'action', TG_OP, 'id', %5$s, 'key', %6$s,
                            'old_data', %7$s, 'new_data', NULL, 'metadata', metadata)
                        FROM (
                            SELECT to_jsonb(old) AS row
                                FROM old_rows AS old CROSS JOIN (SELECT (NULL::%8$s).*) AS new
                                WHERE %9$s
                                OFFSET 0
                        ) AS c;
            ELSIF TG_OP = 'UPDATE' THEN
                -- The n-th old row became the n-th new one, whatever its key is, or was.
                SELECT (SELECT count(*) FROM old_rows) <> (SELECT count(*) FROM new_rows) INTO unpaired;
                IF unpaired THEN
                    RAISE EXCEPTION 'old and new rows do not pair';
                END IF;
                INSERT INTO pgchime.entry (channel, key, payload)
                    SELECT %2$L, %6$s, jsonb_build_object(
                            'table', %4$L, 'schema', %3$L, 'action', TG_OP, 'id', %5$s, 'key', %6$s,
                            'old_data', %11$s, 'new_data', %7$s, 'metadata', metadata)
                        FROM (
                            SELECT to_jsonb(old) - 'pgchime place' AS old_row, to_jsonb(new) - 'pgchime place' AS row,
                                    new."pgchime place" AS place
                                FROM (SELECT o.*, row_number() OVER () AS "pgchime place" FROM old_rows AS o) AS old
                                    JOIN (SELECT n.*, row_number() OVER () AS "pgchime place" FROM new_rows AS n) AS new
                                        ON new."pgchime place" = old."pgchime place"
                                WHERE %9$s
                                OFFSET 0
                        ) AS c
                        ORDER BY c.place;
            ELSE
                INSERT INTO pgchime.entry (channel, key, payload)
                    VALUES (%2$L, %12$L, jsonb_build_object(
                        'table', %4$L, 'schema', %3$L, 'action', TG_OP, 'id', NULL, 'key', %12$L,
                        'old_data', NULL, 'new_data', NULL, 'metadata', metadata));
            END IF;
            RETURN NULL;
        %10$s
        END
        $trigger$
        $function$,
        'watch_' || target::oid, channel, table_schema, table_name,
        replace(id, '{row}', 'c.row'), replace(key, '{row}', 'c.row'), replace(told, '{row}', 'c.row'), target::text,
        coalesce('(' || filter || ')', 'true'),
        CASE WHEN strict THEN '' ELSE format(
            $handler$
        EXCEPTION WHEN OTHERS THEN
            -- Nothing of what it says but the code: it may quote the row.
            RAISE WARNING 'pgchime: changes of %%.%% were not recorded (%%)', %2$L, %3$L, SQLSTATE;
            BEGIN
                INSERT INTO pgchime.entry (channel, key, payload)
                    VALUES (%1$L, %4$L, jsonb_build_object(
                        'table', %3$L, 'schema', %2$L, 'action', TG_OP, 'id', NULL, 'key', %4$L,
                        'old_data', NULL, 'new_data', NULL, 'metadata', metadata, 'error', SQLSTATE));
            EXCEPTION WHEN OTHERS THEN
                RAISE WARNING 'pgchime: nor was that they were not (%%)', SQLSTATE;
            END;
            RETURN NULL;
            $handler$, channel, table_schema, table_name, table_schema || '.' || table_name) END,
        replace(told, '{row}', 'c.old_row'), table_schema || '.' || table_name);
    EXECUTE body;
    EXECUTE format('REVOKE ALL ON FUNCTION pgchime.%I() FROM PUBLIC', 'watch_' || target::oid);
    -- A filter that does not fit is found now, and not by the first write.
    EXECUTE format('SELECT FROM (SELECT (NULL::%1$s).*) AS old, (SELECT (NULL::%1$s).*) AS new WHERE %2$s LIMIT 0',
        target::text, coalesce('(' || filter || ')', 'true'));

    FOR part IN SELECT p.relid FROM pg_partition_tree(target) AS p UNION SELECT target LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%I()', part.relid::regclass, 'watch_' || target::oid);
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%I()', part.relid::regclass, 'watch_' || target::oid);
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%I()', part.relid::regclass, 'watch_' || target::oid);
        EXECUTE format('CREATE OR REPLACE TRIGGER pgchime_truncate AFTER TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION pgchime.%I()', part.relid::regclass, 'watch_' || target::oid);
    END LOOP;
    INSERT INTO pgchime.watch AS w
            (relation, table_schema, table_name, channel, key_columns, only_columns, excluded_columns, filter, strict)
        VALUES (target, table_schema, table_name, channel, key_columns, only_columns, coalesce(excluded_columns, '{}'), filter, strict)
        ON CONFLICT (relation) DO UPDATE SET table_schema = excluded.table_schema, table_name = excluded.table_name,
            channel = excluded.channel, key_columns = excluded.key_columns, only_columns = excluded.only_columns,
            excluded_columns = excluded.excluded_columns, filter = excluded.filter, strict = excluded.strict;
END
$body$;

-- Takes that away, triggers and all; false if the table was not watched.
CREATE FUNCTION pgchime.unwatch(target regclass) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM pgchime.watch WHERE relation = target;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- The triggers are dropped with it.
    EXECUTE format('DROP FUNCTION pgchime.%I() CASCADE', 'watch_' || target::oid);
    RETURN true;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA pgchime FROM PUBLIC;

UPDATE pgchime.meta SET version = 2;
