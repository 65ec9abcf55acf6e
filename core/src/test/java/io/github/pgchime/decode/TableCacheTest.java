package io.github.pgchime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.TableName;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableCacheTest {

    private final TableCache cache = new TableCache();

    @Test
    void table_isFoundByEqualBytes_elsewhere_only() {
        TableChanges a = put("s.a");
        TableChanges b = put("s.b");
        assertThat(get("s.a")).isSameAs(a);
        assertThat(get("s.b")).isSameAs(b);
        assertThat(get("s.")).isNull();
        assertThat(get("s.aa")).isNull();
    }

    @Test
    void table_whoseBytesHashAlike_isKeptApart() {
        TableChanges first = put("s.Aa");
        TableChanges second = put("s.BB");
        assertThat(get("s.Aa")).isSameAs(first);
        assertThat(get("s.BB")).isSameAs(second);
    }

    @Test
    void cache_whenFull_startsAnew() {
        for (int i = 0; i < TableCache.CAPACITY; i++) {
            put("s.t" + i);
        }
        assertThat(get("s.t0")).isNotNull();
        TableChanges last = put("s.last");
        assertThat(get("s.t0")).isNull();
        assertThat(get("s.last")).isSameAs(last);
    }

    @Test
    void bytes_overwrittenAfterwards_doNotMatter() {
        byte[] bytes = "s.a".getBytes(StandardCharsets.US_ASCII);
        TableChanges a = new TableChanges(TableName.parse("s.a"));
        cache.put(bytes, 0, 3, a);
        bytes[2] = 'b';
        assertThat(get("s.a")).isSameAs(a);
        assertThat(get("s.b")).isNull();
    }

    private TableChanges put(String name) {
        TableChanges table = new TableChanges(TableName.parse(name));
        byte[] bytes = ("<" + name + ">").getBytes(StandardCharsets.US_ASCII);
        cache.put(bytes, 1, bytes.length - 1, table);
        return table;
    }

    private @Nullable TableChanges get(String name) {
        byte[] bytes = ("<<<" + name + ">>>").getBytes(StandardCharsets.US_ASCII);
        return cache.get(bytes, 3, bytes.length - 3);
    }
}
