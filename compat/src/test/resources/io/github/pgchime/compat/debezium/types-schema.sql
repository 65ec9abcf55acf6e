-- A column of every type.
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy "x"');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN posint AS int CHECK (value > 0);
CREATE DOMAIN amount AS numeric(8,3);
CREATE TYPE floatrange AS RANGE (subtype = float8);
CREATE TABLE types (
  id int PRIMARY KEY, c_bool bool, c_int2 int2, c_int4 int4, c_int8 int8, c_oid oid, c_xid xid, c_float4 float4, c_float8 float8,
  c_numeric numeric, c_numeric_5_2 numeric(5,2), c_numeric_30_10 numeric(30,10), c_numeric_8_0 numeric(8,0), c_money money,
  c_text text, c_varchar varchar(20), c_bpchar char(5), c_name name, c_char "char", c_citext citext, c_json json, c_jsonb jsonb, c_xml xml, c_jsonpath jsonpath,
  c_bytea bytea, c_uuid uuid, c_date date, c_time time, c_time3 time(3), c_time6 time(6), c_time0 time(0), c_timetz timetz, c_timetz3 timetz(3),
  c_timestamp timestamp, c_timestamp3 timestamp(3), c_timestamp6 timestamp(6), c_timestamp0 timestamp(0), c_timestamptz timestamptz, c_timestamptz3 timestamptz(3), c_timestamptz0 timestamptz(0),
  c_interval interval, c_interval_ym interval year to month, c_bit1 bit(1), c_bit5 bit(5), c_bit20 bit(20), c_varbit varbit, c_varbit9 varbit(9), c_inet inet, c_cidr cidr, c_macaddr macaddr, c_macaddr8 macaddr8,
  c_point point, c_line line, c_lseg lseg, c_box box, c_path path, c_polygon polygon, c_circle circle, c_pg_lsn pg_lsn, c_tsvector tsvector, c_tsquery tsquery,
  c_int4range int4range, c_int8range int8range, c_numrange numrange, c_tsrange tsrange, c_tstzrange tstzrange, c_daterange daterange, c_floatrange floatrange,
  c_hstore hstore, c_ltree ltree, c_mood mood, c_pair pair, c_posint posint, c_amount amount, c_tid tid, c_int2vector int2vector, c_oidvector oidvector, c_xid8 xid8, c_snapshot pg_snapshot, c_regclass regclass, c_regtype regtype, c_refcursor refcursor, c_int4multirange int4multirange
);
CREATE TABLE arrays (
  id int PRIMARY KEY, a_bool bool[], a_int2 int2[], a_int4 int4[], a_int8 int8[], a_oid oid[], a_float4 float4[], a_float8 float8[], a_numeric numeric[], a_numeric_5_2 numeric(5,2)[],
  a_money money[], a_text text[], a_varchar varchar(10)[], a_bpchar char(3)[], a_name name[], a_char "char"[], a_citext citext[], a_json json[], a_jsonb jsonb[], a_xml xml[], a_bytea bytea[], a_uuid uuid[], a_date date[],
  a_time time[], a_time3 time(3)[], a_timetz timetz[], a_timestamp timestamp[], a_timestamp3 timestamp(3)[], a_timestamptz timestamptz[], a_interval interval[], a_bit1 bit(1)[], a_bit5 bit(5)[], a_varbit varbit[], a_inet inet[], a_cidr cidr[], a_macaddr macaddr[], a_macaddr8 macaddr8[],
  a_point point[], a_box box[], a_circle circle[], a_int4range int4range[], a_numrange numrange[], a_int8range int8range[], a_tsrange tsrange[], a_tstzrange tstzrange[], a_daterange daterange[], a_hstore hstore[], a_ltree ltree[], a_mood mood[], a_pair pair[], a_posint posint[], a_pg_lsn pg_lsn[], a_tsvector tsvector[]
);
CREATE TABLE nested (id int PRIMARY KEY, n_int int[], n_text text[], n_shifted int[]);
