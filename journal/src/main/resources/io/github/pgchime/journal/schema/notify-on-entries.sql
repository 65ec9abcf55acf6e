-- Once per channel and transaction, without content. While such a transaction commits, no other on the server can that notifies.
CREATE OR REPLACE FUNCTION pgchime.notify_entries() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('pgchime_journal', c.channel) FROM (SELECT DISTINCT e.channel FROM entries AS e) AS c;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER entry_notify
    AFTER INSERT ON pgchime.entry
    REFERENCING NEW TABLE AS entries
    FOR EACH STATEMENT
    EXECUTE FUNCTION pgchime.notify_entries();
