package io.github.pgchime.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.notify.Gap;
import io.github.pgchime.notify.Notification;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventLinesTest {

    private static final Instant SEEN = Instant.parse("2026-11-20T10:00:00.123456789Z");
    private static final Instant WHOLE_SECOND = Instant.parse("2026-11-20T10:00:00Z");

    private final EventLines json = new JsonLines(new LinkedHashSet<>(List.of("orders", "a\"b")));
    private final EventLines text = new TextLines(() -> SEEN, ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({"CONNECTED, connected", "RECONNECTED, reconnected", "HANDLER_TIMEOUT, handler_timeout", "ENDED, ended"})
    void json_gap_namesItsReasonAndChannels(Gap.Reason reason, String word) {
        assertThat(json.line(new Gap(reason, 0)))
                .isEqualTo("{\"type\":\"gap\",\"reason\":\"" + word + "\",\"channels\":[\"orders\",\"a\\\"b\"]}");
    }

    @Test
    void json_overflow_countsWhatWasDropped() {
        assertThat(json.line(new Gap(Gap.Reason.OVERFLOW, 5)))
                .isEqualTo(
                        "{\"type\":\"gap\",\"reason\":\"overflow\",\"channels\":[\"orders\",\"a\\\"b\"],\"count\":5}");
    }

    @Test
    void json_notification_holdsEveryField() {
        assertThat(json.line(new Notification("orders", "{\"id\":42}", 123, SEEN)))
                .isEqualTo(
                        "{\"type\":\"notification\",\"channel\":\"orders\",\"payload\":\"{\\\"id\\\":42}\",\"pid\":123,"
                                + "\"received_at\":\"2026-11-20T10:00:00.123456Z\"}");
    }

    @Test
    void json_wholeSecond_isAsLongAsAnyOther() {
        assertThat(json.line(new Notification("orders", "", 1, WHOLE_SECOND)))
                .endsWith("\"payload\":\"\",\"pid\":1,\"received_at\":\"2026-11-20T10:00:00.000000Z\"}");
    }

    @Test
    void json_hostilePayload_staysOneLine() {
        assertThat(json.line(new Notification("a\nb", "c\r\n\u2028\u0000\\é", 1, SEEN)))
                .doesNotContain("\n", "\r", "\u0000")
                .contains("\"channel\":\"a\\nb\"", "\\\\é");
    }

    @Test
    void text_notification_isOneLineInLocalTime() {
        assertThat(text.line(new Notification("orders", "{\"id\":42}", 123, SEEN)))
                .isEqualTo("11:00:00.123  orders  {\"id\":42}");
    }

    @Test
    void text_hostilePayload_doesNotCommandTheTerminal() {
        assertThat(text.line(new Notification("or\u001bders", "a\u001b[2Jb\nc\u009bd", 1, SEEN)))
                .isEqualTo("11:00:00.123  or?ders  a?[2Jb c?d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECTED | connected",
                "RECONNECTED | reconnected",
                "OVERFLOW | 5 dropped, for they came faster than they were printed",
                "HANDLER_TIMEOUT | handled too slowly",
                "ENDED | ended"
            })
    void text_gap_saysWhyAndWhatToDo(Gap.Reason reason, String why) {
        assertThat(text.line(new Gap(reason, 5))).isEqualTo("11:00:00.123  gap: " + why + "; refetch");
    }
}
