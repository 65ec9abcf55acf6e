-- As many notifications of about 100 bytes, in transactions of so many. Their numbers keep them apart, or the server
-- would send equal ones of a transaction but once.
CREATE PROCEDURE send(notifications bigint, per_transaction int) LANGUAGE plpgsql AS $$
DECLARE
  filling CONSTANT text := repeat('x', 90);
BEGIN
  FOR transaction IN 1 .. notifications / per_transaction LOOP
    FOR i IN 1 .. per_transaction LOOP
      PERFORM pg_notify('bench', transaction || ' ' || i || ' ' || filling);
    END LOOP;
    COMMIT;
  END LOOP;
END $$;
