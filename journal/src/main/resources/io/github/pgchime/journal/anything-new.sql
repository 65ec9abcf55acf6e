-- Whether there is an entry by now that the tick's snapshot does not see.
SELECT 1
    WHERE EXISTS (SELECT FROM pgchime.entry WHERE xid = ANY ('{{in progress}}'::xid8[]))
        OR EXISTS (SELECT FROM pgchime.entry WHERE xid >= '{xmax}'::xid8)
