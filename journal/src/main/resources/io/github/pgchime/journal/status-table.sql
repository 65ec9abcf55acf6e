SELECT (SELECT min(created_at) FROM pgchime.entry WHERE id = (SELECT min(id) FROM pgchime.entry)) AS oldest,
    (SELECT coalesce(sum(pg_total_relation_size(t.relid)), 0) FROM pg_partition_tree('pgchime.entry') AS t) AS bytes
