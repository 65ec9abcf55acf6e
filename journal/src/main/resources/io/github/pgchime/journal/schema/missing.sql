SELECT r.name FROM pgchime.meta m
CROSS JOIN LATERAL unnest(ARRAY[m.publish_role, m.consume_role, m.administer_role]) WITH ORDINALITY AS r(name, place)
WHERE to_regrole(quote_ident(r.name)) IS NULL
ORDER BY r.place
