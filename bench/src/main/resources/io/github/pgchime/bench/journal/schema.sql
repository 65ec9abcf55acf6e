-- What the application has of its own.
CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL) WITH (fillfactor = 50);
INSERT INTO account SELECT id, 0 FROM generate_series(1, 100000) AS id;

CREATE TABLE product (id int PRIMARY KEY, name text NOT NULL, price numeric NOT NULL);
INSERT INTO product SELECT id, 'product ' || id, 9.99 FROM generate_series(1, 200000) AS id;

-- What publishes one entry, and what tells its number; whoever is measured says how.
CREATE PROCEDURE publish(number bigint) LANGUAGE plpgsql AS $$ BEGIN END $$;

-- The peers' own notifications: the newest of one table are read by their ids, and row triggers fill the other.
CREATE TABLE notification (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel text NOT NULL,
  data jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE FUNCTION record_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO notification (channel, data) VALUES ('product', jsonb_build_object(
    'table', TG_TABLE_NAME, 'action', TG_OP, 'id', NEW.id, 'old_data', to_jsonb(OLD), 'new_data', to_jsonb(NEW)));
  RETURN NULL;
END $$;

CREATE FUNCTION publish_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pgchime.notify('product', jsonb_build_object(
    'table', TG_TABLE_NAME, 'schema', TG_TABLE_SCHEMA, 'action', TG_OP, 'id', NEW.id, 'key', jsonb_build_object('id', NEW.id),
    'old_data', to_jsonb(OLD), 'new_data', to_jsonb(NEW), 'metadata', jsonb_build_object(
      'user_id', nullif(current_setting('app.user_id', true), ''), 'session_id', nullif(current_setting('app.session_id', true), ''),
      'transaction_id', pg_current_xact_id()::text::bigint)), 'public.product ' || NEW.id);
  RETURN NULL;
END $$;
