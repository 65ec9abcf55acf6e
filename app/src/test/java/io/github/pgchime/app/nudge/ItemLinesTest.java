package io.github.pgchime.app.nudge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.TableName;
import io.github.pgchime.nudge.Batch;
import io.github.pgchime.nudge.Nudge;
import io.github.pgchime.nudge.Resync;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ItemLinesTest {

    private static final Instant SEEN = Instant.parse("2026-11-20T10:00:00.123456789Z");
    private static final Instant WHOLE_SECOND = Instant.parse("2026-11-20T10:00:00Z");

    private final ItemLines json = new JsonLines();
    private final ItemLines text = new TextLines(() -> SEEN, ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "CONNECTED, connected",
        "RECONNECTED, reconnected",
        "OVERFLOW, overflow",
        "FAILSAFE, failsafe",
        "LATE_COMMIT, late_commit"
    })
    void json_resync_namesItsReason(Resync.Reason reason, String word) {
        assertThat(json.line(new Resync(reason))).isEqualTo("{\"type\":\"resync\",\"reason\":\"" + word + "\"}");
    }

    @Test
    void json_batch_holdsNudgesInOrder() {
        assertThat(json.line(batch(nudge("public", "orders", 500, SEEN), nudge("public", "stations", 1, WHOLE_SECOND))))
                .isEqualTo("{\"type\":\"batch\",\"nudges\":["
                        + "{\"table\":\"public.orders\",\"count\":500,\"first_seen\":\"2026-11-20T10:00:00.123Z\"},"
                        + "{\"table\":\"public.stations\",\"count\":1,\"first_seen\":\"2026-11-20T10:00:00.000Z\"}]}");
    }

    @Test
    void json_hostileName_staysOneLine() {
        assertThat(json.line(batch(nudge("My \"S\"", "a\nb\\é", Long.MAX_VALUE, SEEN))))
                .isEqualTo("{\"type\":\"batch\",\"nudges\":[{\"table\":\"My \\\"S\\\".a\\nb\\\\é\",\"count\":"
                        + "9223372036854775807,\"first_seen\":\"2026-11-20T10:00:00.123Z\"}]}");
    }

    @Test
    void text_batch_isOneLineInLocalTime() {
        assertThat(text.line(batch(nudge("public", "orders", 500, SEEN), nudge("public", "stations", 3, SEEN))))
                .isEqualTo("11:00:00.123  public.orders ×500, public.stations ×3");
    }

    @Test
    void text_resync_saysWhatToDo() {
        assertThat(text.line(new Resync(Resync.Reason.RECONNECTED)))
                .isEqualTo("11:00:00.123  resync: reconnected; reload everything");
    }

    @Test
    void text_hostileName_doesNotCommandTheTerminal() {
        assertThat(text.line(batch(nudge("public", "a\u001b[2Jb\nc\u009bd", 1, SEEN))))
                .isEqualTo("11:00:00.123  public.a?[2Jb c?d ×1");
    }

    private static Batch batch(Nudge... nudges) {
        return new Batch(List.of(nudges));
    }

    private static Nudge nudge(String schema, String table, long count, Instant seen) {
        return new Nudge(new TableName(schema, table), count, seen);
    }
}
