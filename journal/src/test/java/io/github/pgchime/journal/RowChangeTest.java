package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.TableName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowChangeTest {

    private static RowChange read(String payload) {
        return new Entry(
                        1,
                        "c",
                        Optional.empty(),
                        Json.of(payload),
                        Json.of("{}"),
                        Instant.EPOCH,
                        1,
                        false,
                        Entry.NO_MAPPER)
                .asRowChange();
    }

    @Test
    void change_ofAWatchedTable_isRead_andLosesNothing() {
        RowChange change = read("""
                {"id": 1, "key": {"id": 1}, "table": "us\\"ers", "action": "UPDATE", "schema": "public",
                 "metadata": {"user_id": null}, "new_data": {"n": 12345678901234567890.10, "e": [1e400, "é"]}, "old_data": {"n": 1}}""");
        assertThat(change.table()).isEqualTo(new TableName("public", "us\"ers"));
        assertThat(change.action()).isEqualTo(RowChange.Action.UPDATE);
        assertThat(change.id()).isEqualTo(Json.of("1"));
        assertThat(change.key()).isEqualTo(Json.of("{\"id\":1}"));
        assertThat(change.oldData()).contains(Json.of("{\"n\":1}"));
        assertThat(change.newData().orElseThrow().text()).contains("12345678901234567890.10", "é");
        assertThat(change.error()).isEmpty();
    }

    @Test
    void rows_thatAreNotThere_areEmpty() {
        RowChange change = read("{\"id\":null,\"key\":null,\"table\":\"t\",\"action\":\"TRUNCATE\",\"schema\":\"s\","
                + "\"metadata\":{},\"new_data\":null,\"old_data\":null}");
        assertThat(change.oldData()).isEmpty();
        assertThat(change.newData()).isEmpty();
        assertThat(change.id()).isEqualTo(Json.of("null"));
    }

    @Test
    void otherPayloads_areRefused() {
        refused("[1]", "it is no object");
        refused("{}", "it has no member schema");
        refused("{\"schema\":1}", "schema is no string");
        refused("{\"schema\":\"s\",\"table\":\"t\",\"action\":\"SHIPPED\"}", "its action is \"SHIPPED\"");
    }

    private static void refused(String payload, String why) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(payload))
                .withMessageContaining(why);
    }
}
