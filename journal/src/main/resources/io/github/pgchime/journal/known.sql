-- Of entries about to be handled: those that are settled already, and the sequences in which some are to be tried again.
WITH given AS (SELECT ?::text AS consumer, ?::bigint[] AS entries, ?::text[] AS sequences)
SELECT 'retry', r.entry, NULL
    FROM given, pgchime.retry AS r WHERE r.consumer = given.consumer AND r.entry = ANY (given.entries)
UNION ALL
SELECT 'dead', d.entry, NULL
    FROM given, pgchime.dead AS d WHERE d.consumer = given.consumer AND d.entry = ANY (given.entries)
UNION ALL
SELECT 'handled', h.entry, NULL
    FROM given, pgchime.handled AS h WHERE h.consumer = given.consumer AND h.entry = ANY (given.entries)
UNION ALL
SELECT DISTINCT 'sequence', NULL::bigint, r.sequence
    FROM given, pgchime.retry AS r WHERE r.consumer = given.consumer AND r.sequence = ANY (given.sequences)
