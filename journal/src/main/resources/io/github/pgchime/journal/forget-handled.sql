-- What handlers noted in their transactions is of no use any more once the position is past it; of these entries, or of all.
DELETE FROM pgchime.handled AS h
    USING pgchime.consumer AS c
        JOIN pgchime.tick AS t ON t.id = c.tick
        LEFT JOIN pgchime.tick AS b ON b.id = c.batch
    WHERE c.name = ? AND h.consumer = c.name AND h.entry = ANY (coalesce(?::bigint[], ARRAY[h.entry]))
        AND NOT EXISTS (
            SELECT FROM pgchime.entry AS e
                WHERE e.id = h.entry
                    AND NOT pg_visible_in_snapshot(e.xid, t.snapshot)
                    AND NOT (b.id IS NOT NULL AND e.id <= c.entry AND pg_visible_in_snapshot(e.xid, b.snapshot)))
