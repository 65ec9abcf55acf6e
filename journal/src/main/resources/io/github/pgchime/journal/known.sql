-- Of entries about to be handled: those that are settled already, and the sequences in which some are to be tried again.
WITH given AS (SELECT ?::text AS consumer, ?::bigint[] AS entries, ?::text[] AS sequences)
SELECT NULL AS sequence, r.entry
    FROM given, pgchime.retry AS r WHERE r.consumer = given.consumer AND r.entry = ANY (given.entries)
UNION ALL
SELECT NULL, d.entry
    FROM given, pgchime.dead AS d WHERE d.consumer = given.consumer AND d.entry = ANY (given.entries)
UNION ALL
SELECT NULL, h.entry
    FROM given, pgchime.handled AS h WHERE h.consumer = given.consumer AND h.entry = ANY (given.entries)
UNION ALL
SELECT waiting.sequence, NULL
    FROM given, unnest(given.sequences) AS waiting (sequence)
    WHERE EXISTS (SELECT FROM pgchime.retry AS r WHERE r.consumer = given.consumer AND r.sequence = waiting.sequence)
