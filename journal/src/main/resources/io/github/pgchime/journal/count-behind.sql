SELECT count(*)
    FROM pgchime.entry
    WHERE channel = ANY (coalesce(nullif(?::text[], '{}'), ARRAY[channel])) AND id > ?
