SELECT count(*)
    FROM pgchime.entry
    WHERE channel = ANY (?) AND id > ?
