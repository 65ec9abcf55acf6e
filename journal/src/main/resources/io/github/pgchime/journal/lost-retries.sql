DELETE FROM pgchime.retry AS r
    WHERE r.consumer = ?
        AND NOT EXISTS (SELECT FROM pgchime.entry AS e WHERE e.id = r.entry)
        AND NOT EXISTS (SELECT FROM pgchime.dead AS d WHERE d.consumer = r.consumer AND d.entry = r.entry)
