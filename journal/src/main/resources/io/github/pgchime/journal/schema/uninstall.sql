DO $$
DECLARE
    created text[];
    unused text;
BEGIN
    SET LOCAL client_min_messages = warning;
    IF to_regclass('pgchime.meta') IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(1885823848, 0);
    SELECT m.created_roles INTO created FROM pgchime.meta m;
    DROP SCHEMA pgchime CASCADE;
    FOREACH unused IN ARRAY created LOOP
        BEGIN
            EXECUTE format('DROP ROLE IF EXISTS %I', unused);
        EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege OR object_in_use THEN
            RAISE WARNING 'role % stays, since something else depends on it', quote_ident(unused);
        END;
    END LOOP;
END
$$
