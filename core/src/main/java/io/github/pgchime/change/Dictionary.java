package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all changes have as dictionaries, with Debezium's names. */
final class Dictionary {

    private Dictionary() {}

    static Map<String, @Nullable Object> of(Change change, Optional<Row> before, Optional<Row> after) {
        Commit commit = change.commit();
        Map<String, @Nullable Object> source = new LinkedHashMap<>();
        if (change instanceof RowChange row) {
            TableName table = row.table();
            source.put("schema", table.schema());
            source.put("table", table.table());
        }
        source.put("txId", commit.xid());
        source.put("lsn", change.place().lsn().value());
        source.put("ts_ms", commit.time().toEpochMilli());
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("op", String.valueOf(change.operation().code()));
        map.put("before", before.map(Row::toMap).orElse(null));
        map.put("after", after.map(Row::toMap).orElse(null));
        map.put("source", source);
        map.put("ts_ms", commit.time().toEpochMilli());
        return map;
    }
}
