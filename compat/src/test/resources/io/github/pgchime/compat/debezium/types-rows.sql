-- Their edge values.
INSERT INTO types (id) VALUES (0);
INSERT INTO types VALUES (1, true, -32768, -2147483648, -9223372036854775808, 4294967295, '4294967295', 3.4028235e38, 1.7976931348623157e308,
  123.4500, -999.99, 12345678901234567890.0123456789, 99999999, '-92233720368547758.08',
  E'tab\t"quote" \\ / \u0001 \u2028 é 😀', 'varchar', 'ab', 'name', 'x', 'CiTeXt', '{"a" : [1, 2.50]}', '{"b": null, "a": 1e3}', '<a>x</a>', '$.a[*]',
  '\x00ff10', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '2026-01-31', '23:59:59.999999', '12:34:56.789', '00:00:00', '01:02:03', '12:34:56.123456+02:30', '12:34:56.5-08',
  '2026-01-31 12:34:56.123456', '2026-01-31 12:34:56.789', '1969-12-31 23:59:59.999999', '2000-02-29 00:00:00', '2026-01-31 12:34:56.123456+02', '2026-01-31 12:34:56.7+00', '2026-01-31 12:34:56+00',
  '1 year 2 mons 3 days 04:05:06.789', '1 year 2 mons', B'1', B'10110', B'00000000111111110001', B'1011', B'101111110', '192.168.0.1/24', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05',
  '(1.5,-2)', '{1,2,3}', '[(0,0),(1,1)]', '((2,3),(0,1))', '((0,0),(1,1),(2,0))', '((0,0),(1,1),(2,0))', '<(1,2),3.5>', '16/B374D848', 'a fat cat', 'fat & cat',
  '[1,10)', '(5,20]', '[1.5,2.5)', '[2026-01-01 00:00,2026-02-01 00:00)', '[2026-01-01 00:00+00,2026-02-01 00:00+00)', '[2026-01-01,2026-02-01)', '[1.5,2.5)',
  'a=>1, b=>NULL, "q\"x"=>"y z"', 'a.b.c', 'happy "x"', '(1,"x y")', 7, 12345.678, '(0,1)', '1 2 3', '4 5', '123', '10:20:10,14', 'pg_class', 'int4', 'cur', '{[1,3),[5,7)}');
INSERT INTO types (id, c_bool, c_int2, c_int8, c_float4, c_float8, c_numeric, c_numeric_5_2, c_numeric_30_10, c_money, c_text, c_bpchar, c_bytea, c_date, c_time, c_time3, c_timetz, c_timestamp, c_timestamp3, c_timestamptz, c_interval, c_int4range, c_varbit, c_hstore, c_circle, c_path, c_inet)
 VALUES (2, false, 32767, 9223372036854775807, -1.5e-45, -4.9e-324, 0, 0, -0.0000000001, 0, '', '', '', '0044-03-15 BC', '24:00:00', '24:00:00', '24:00:00+00', '0044-03-15 12:00:00 BC', '9999-12-31 23:59:59.999', '0044-03-15 12:00:00+00 BC', '-1 year 2 days -00:00:00.000001', 'empty', '', '', '<(0,0),0>', '[(0,0),(1,1)]', '::1');
INSERT INTO types (id, c_float4, c_float8, c_date, c_time, c_timetz, c_timestamp, c_timestamp3, c_timestamptz, c_numeric, c_text, c_interval, c_int4range, c_daterange)
 VALUES (3, 'NaN', 'Infinity', 'infinity', '12:00', '24:00:00-07', 'infinity', 'infinity', 'infinity', 1e20, 'x', '178000000 years', '(,)', '(,)');
INSERT INTO types (id, c_float4, c_float8, c_date, c_timestamp, c_timestamp3, c_timestamptz, c_numeric, c_timestamptz3, c_timestamp0)
 VALUES (4, '-Infinity', 'NaN', '-infinity', '-infinity', '-infinity', '-infinity', -0.00000000000000000001, '-infinity', '-infinity');
INSERT INTO types (id, c_date, c_timestamp, c_timestamptz, c_float4, c_float8) VALUES (5, '5874897-12-31', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00', 0.1, 1e16);
INSERT INTO types (id, c_date, c_timestamp, c_timestamptz, c_float4, c_float8) VALUES (6, '4713-01-01 BC', '4713-01-01 00:00:00 BC', '4713-01-01 00:00:00+00 BC', 1e10, 1e7);
INSERT INTO types (id, c_date, c_timestamp, c_timestamptz, c_float4, c_float8, c_timetz) VALUES (7, '10000-01-01', '10000-01-01 00:00:00', '10000-01-01 00:00:00+00', 1e6, 123456789.123, '00:00:00.000001+15:59');
INSERT INTO arrays (id) VALUES (0);
INSERT INTO arrays VALUES (1, '{t,f,NULL}', '{1,NULL}', '{1,-2}', '{9223372036854775807}', '{1,4294967295}', '{1.5,NULL,NaN}', '{1e300,-Infinity}', '{1.50,NULL,123456789012345678901234567890}', '{1.50,-2}',
 '{$1.00}', '{"a b",NULL,"q\"\\x"}', '{x}', '{a}', '{n}', '{c}', '{Cc}', '{"{\"a\":1}"}', '{"{\"a\": 1}"}', '{<a/>}', '{"\\x00ff"}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '{2026-01-31}',
 '{12:34:56.123456}', '{12:34:56.789}', '{12:34:56+02}', '{"2026-01-31 12:34:56.123456"}', '{"2026-01-31 12:34:56.789"}', '{"2026-01-31 12:34:56.123456+02"}', '{"1 day"}', '{1,0}', '{10110}', '{101}', '{192.168.0.1/24}', '{10.0.0.0/8}', '{08:00:2b:01:02:03}', '{08:00:2b:01:02:03:04:05}',
 '{"(1,2)"}', '{(1,2),(0,0);(3,3),(2,2)}', '{"<(1,2),3>"}', '{"[1,5)"}', '{"[1.5,2]"}', '{"[1,5)"}', '{"[2026-01-01 00:00,2026-02-01 00:00)"}', '{"[2026-01-01 00:00+00,2026-02-01 00:00+00)"}', '{"[2026-01-01,2026-02-01)"}', '{"a=>1"}', '{a.b}', '{sad,NULL}', '{"(1,x)"}', '{7}', '{16/B374D848}', '{"''a'' ''b''"}');
INSERT INTO arrays (id, a_bool, a_int4, a_text, a_numeric, a_uuid, a_mood, a_bytea) VALUES (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}');
INSERT INTO nested VALUES (1, '{{1,2},{3,NULL}}', '{{a,b},{c,d}}', '[0:1]={5,6}');
INSERT INTO arrays (id, a_mood) VALUES (3, '{sad}');
INSERT INTO types (id, c_numeric_5_2, c_numeric) VALUES (8, 'NaN', 'NaN');
INSERT INTO arrays (id, a_numeric) VALUES (4, '{NaN}');
