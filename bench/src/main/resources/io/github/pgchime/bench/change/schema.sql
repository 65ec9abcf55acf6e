CREATE TABLE payment (
  id bigint PRIMARY KEY,
  account integer NOT NULL,
  amount numeric(12, 2) NOT NULL,
  note text NOT NULL,
  paid_at timestamptz NOT NULL,
  settled boolean NOT NULL,
  reference uuid NOT NULL,
  detail jsonb NOT NULL
);

CREATE PUBLICATION payments FOR TABLE payment;

-- The ids of single payments, behind those of any backlog.
CREATE SEQUENCE live_payment START 1000000001;

CREATE PROCEDURE pay(total bigint, per_transaction integer) LANGUAGE plpgsql AS $$
BEGIN
  FOR start IN 1..total BY per_transaction LOOP
    INSERT INTO payment
    SELECT
      id, id % 90000 + 10000, (id % 1000000) / 100.0 + 1000, 'invoice ' || id || ' of this month',
      timestamptz '2026-01-01 00:00:00.123456+00' + id * interval '1 second', id % 3 = 0, md5(id::text)::uuid,
      jsonb_build_object('channel', 'web', 'country', 'AT', 'attempt', id % 4, 'card', 'x' || id % 10000)
    FROM generate_series(start, start + per_transaction - 1) id;
    COMMIT;
  END LOOP;
END $$;
