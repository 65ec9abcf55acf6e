CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, state text);

-- As many rows, in transactions of so many; in each they are spread evenly over so many tables, orders_1 and on.
CREATE PROCEDURE write_spread(rows bigint, per_transaction int, tables int) LANGUAGE plpgsql AS $$
BEGIN
  FOR transaction IN 1 .. rows / per_transaction LOOP
    FOR i IN 1 .. tables LOOP
      EXECUTE format('INSERT INTO orders_%s SELECT generate_series(1, $1)', i) USING per_transaction / tables;
    END LOOP;
    COMMIT;
  END LOOP;
END $$;

-- As many rows of one table, in transactions of so many.
CREATE PROCEDURE write_rows(rows bigint, per_transaction int) LANGUAGE plpgsql AS $$
BEGIN
  FOR transaction IN 1 .. rows / per_transaction LOOP
    INSERT INTO orders (state) SELECT 'new' FROM generate_series(1, per_transaction);
    COMMIT;
  END LOOP;
END $$;

-- Single-row transactions until so many seconds are over; returns how many.
CREATE PROCEDURE write_commits(seconds double precision, INOUT commits bigint) LANGUAGE plpgsql AS $$
DECLARE
  finish CONSTANT timestamptz := clock_timestamp() + seconds * interval '1 second';
BEGIN
  commits := 0;
  WHILE clock_timestamp() < finish LOOP
    INSERT INTO orders (state) VALUES ('new');
    COMMIT;
    commits := commits + 1;
  END LOOP;
END $$;
