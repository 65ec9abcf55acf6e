package io.github.pgchime.app.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.Lsn;
import io.github.pgchime.change.ReplicationSlot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotTableTest {

    private static final ReplicationSlot USED = new ReplicationSlot(
            "shop_cdc",
            "pgoutput",
            "shop",
            true,
            Optional.of(4711),
            Optional.of(Lsn.parse("0/10")),
            Optional.of(Lsn.parse("16/B374D848")),
            Optional.of(3L << 20),
            Optional.of(12L),
            Optional.of("reserved"),
            true,
            true,
            Optional.empty());

    private static final ReplicationSlot BARE = new ReplicationSlot(
            "p",
            "",
            "",
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            Optional.empty());

    private static final ReplicationSlot LOST = new ReplicationSlot(
            "lost",
            "pgoutput",
            "shop",
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("lost"),
            false,
            false,
            Optional.of("wal_removed"));

    @Test
    void table_columns_areAsWideAsTheyNeed() {
        assertThat(SlotTable.of(List.of(USED, BARE, LOST)))
                .containsExactly(
                        "slot      database  plugin    used by   confirmed    lag      age  status",
                        "shop_cdc  shop      pgoutput  pid 4711  16/B374D848  3.0 MiB  12   reserved, temporary,"
                                + " two_phase, failover",
                        "p         -         physical  -         -            -        -    -",
                        "lost      shop      pgoutput  -         -            -        -    lost, invalidated: wal_removed");
    }

    @Test
    void table_ofNone_saysSo() {
        assertThat(SlotTable.of(List.of())).containsExactly("There are no replication slots here.");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "1572864,1.5 MiB", "9223372036854775807,8192.0 PiB"})
    void bytes_areInTheLargestUnit(long count, String text) {
        assertThat(SlotTable.bytes(count)).isEqualTo(text);
    }

    @Test
    void json_hasTheViewsNames_andNullWhereNothingIsKnown() {
        assertThat(SlotJson.of(USED))
                .isEqualTo(
                        "{\"slot_name\":\"shop_cdc\",\"plugin\":\"pgoutput\",\"database\":\"shop\",\"temporary\":true,"
                                + "\"active_pid\":4711,\"restart_lsn\":\"0/10\",\"confirmed_flush_lsn\":\"16/B374D848\","
                                + "\"lag_bytes\":3145728,\"age\":12,\"wal_status\":\"reserved\",\"two_phase\":true,"
                                + "\"failover\":true,\"invalidation_reason\":null}");
        assertThat(SlotJson.of(BARE)).contains("\"active_pid\":null", "\"lag_bytes\":null", "\"wal_status\":null");
    }
}
