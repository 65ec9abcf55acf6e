-- Every replica identity, and names that need quotes.
CREATE TABLE dflt (id int PRIMARY KEY, "na""me" text NOT NULL, n int NOT NULL DEFAULT 7, t timestamptz NOT NULL DEFAULT now(), b bool NOT NULL, num numeric(5,2) NOT NULL, d date NOT NULL, u uuid NOT NULL DEFAULT gen_random_uuid(), note text, big text, e mood NOT NULL, j jsonb NOT NULL, by bytea NOT NULL, ar int[] NOT NULL, ta text[] NOT NULL DEFAULT '{x}', f float8 NOT NULL, tt time NOT NULL, ts timestamp NOT NULL, iv interval NOT NULL, bb bit(3) NOT NULL, vn numeric NOT NULL, vd varchar(5) NOT NULL DEFAULT 'abc', nd numeric(5,2) NOT NULL DEFAULT 1.5, p point NOT NULL, h hstore NOT NULL, tz timetz NOT NULL, b1 bit NOT NULL, i8 int8 NOT NULL, dd date NOT NULL DEFAULT '2020-01-02', ci citext not null, rg int4range not null, xm xml not null, inn inet not null, mo money not null);
CREATE DOMAIN words AS text;
CREATE TABLE defaults (id serial PRIMARY KEY, c_bool bool DEFAULT true, c_int2 int2 DEFAULT -3, c_int8 int8 DEFAULT 5, c_float4 float4 DEFAULT 1.5, c_float8 float8 DEFAULT 2, c_numeric numeric DEFAULT 1.5, c_numeric_5_2 numeric(5,2) DEFAULT -1.5,
  c_text text DEFAULT 'it''s', c_null text DEFAULT NULL, c_varchar varchar(5) DEFAULT 'é', c_bpchar char(3) DEFAULT 'a', c_json json DEFAULT '{"a": 1}', c_jsonb jsonb DEFAULT '{"a": 1}', c_xml xml DEFAULT '<a/>', c_uuid uuid DEFAULT '76019d1a-ad2e-4b22-96e9-1a6d6543c818', c_mood mood DEFAULT 'happy "x"',
  c_date date DEFAULT '2026-01-31', c_time time DEFAULT '12:34:56.123456', c_timestamp timestamp DEFAULT '2026-01-31 12:34:56', c_timestamptz timestamptz DEFAULT '2026-01-31 12:34:56+02', c_interval interval DEFAULT '1 day', c_bit1 bit DEFAULT B'1', c_bit3 bit(3) DEFAULT B'101', c_varbit varbit DEFAULT B'101',
  f_bool bool NOT NULL DEFAULT starts_with('a', 'b'), f_float8 float8 NOT NULL DEFAULT random(), f_numeric_5_2 numeric(5,2) NOT NULL DEFAULT round(1.5), f_text text NOT NULL DEFAULT lower('ABC'), f_jsonb jsonb NOT NULL DEFAULT jsonb_build_object('a', 1), f_uuid uuid DEFAULT gen_random_uuid(), f_date date NOT NULL DEFAULT CURRENT_DATE, f_timestamp timestamp DEFAULT LOCALTIMESTAMP,
  f_timestamptz timestamptz NOT NULL DEFAULT (now() + '1 day'::interval), f_interval interval NOT NULL DEFAULT make_interval(days => 1), f_mood mood DEFAULT enum_first(NULL::mood), e_int int DEFAULT 1 + 2, i_int int GENERATED ALWAYS AS IDENTITY, g_int int GENERATED ALWAYS AS (abs(1)) STORED,
  n_oid oid DEFAULT 7, n_money money DEFAULT '1.5', n_char "char" DEFAULT 'c', n_name name DEFAULT 'n', n_citext citext DEFAULT 'x', n_bytea bytea DEFAULT '\x01', n_timetz timetz DEFAULT '12:00+01', n_inet inet DEFAULT '::1', n_array int[] DEFAULT '{1}', n_hstore hstore DEFAULT 'a=>1', n_posint posint DEFAULT 3, n_words words DEFAULT 'w', n_point point DEFAULT '(1,2)', n_range int4range DEFAULT '[1,2)');
CREATE TABLE full_ (id int PRIMARY KEY, name text NOT NULL, big text, arr text[]);
ALTER TABLE full_ REPLICA IDENTITY FULL;
ALTER TABLE full_ ALTER big SET STORAGE EXTERNAL;
CREATE TABLE byindex (id int PRIMARY KEY, code text NOT NULL, v int);
CREATE UNIQUE INDEX byindex_code ON byindex (code);
ALTER TABLE byindex REPLICA IDENTITY USING INDEX byindex_code;
CREATE TABLE nothing (id int PRIMARY KEY, v text);
ALTER TABLE nothing REPLICA IDENTITY NOTHING;
CREATE TABLE nokey (a int, b text);
ALTER TABLE nokey REPLICA IDENTITY FULL;
CREATE TABLE uniq (a int NOT NULL UNIQUE, b text);
ALTER TABLE uniq REPLICA IDENTITY FULL;
CREATE TABLE toast (id int PRIMARY KEY, small int, big text, by bytea, ar text[], ia int[], js jsonb, hs hstore, ua uuid[], vc varchar, num numeric, xm xml, fa float8[], da date[], ba bytea[], na numeric[], ca citext[], ra int4range[], vb varbit, nn numeric(1000,0), tv tsvector, wo words, js_ json[]);
ALTER TABLE toast ALTER big SET STORAGE EXTERNAL, ALTER by SET STORAGE EXTERNAL, ALTER ar SET STORAGE EXTERNAL, ALTER ia SET STORAGE EXTERNAL, ALTER js SET STORAGE EXTERNAL, ALTER hs SET STORAGE EXTERNAL, ALTER ua SET STORAGE EXTERNAL, ALTER vc SET STORAGE EXTERNAL, ALTER num SET STORAGE EXTERNAL, ALTER xm SET STORAGE EXTERNAL,  ALTER fa SET STORAGE EXTERNAL,  ALTER da SET STORAGE EXTERNAL,  ALTER ba SET STORAGE EXTERNAL, ALTER na SET STORAGE EXTERNAL, ALTER ca SET STORAGE EXTERNAL, ALTER ra SET STORAGE EXTERNAL, ALTER vb SET STORAGE EXTERNAL, ALTER nn SET STORAGE EXTERNAL, ALTER tv SET STORAGE EXTERNAL, ALTER wo SET STORAGE EXTERNAL, ALTER js_ SET STORAGE EXTERNAL;
CREATE SCHEMA "o.dd";
CREATE TABLE "o.dd"."we ird-é" ("k 1" int, "K2" text, "v.x" int, PRIMARY KEY ("K2", "k 1"));
CREATE TABLE "o.dd"."UPPER_1" (id bigserial PRIMARY KEY);
CREATE TABLE part (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
