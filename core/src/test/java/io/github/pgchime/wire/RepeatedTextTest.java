package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.testkit.script.Frames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedTextTest {

    private final RepeatedText text = new RepeatedText();

    @Test
    void read_theSameAgain_isTheSameString() {
        String first = text.read(body("übergröße"));
        assertThat(first).isEqualTo("übergröße");
        assertThat(text.read(body("übergröße"))).isSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order", "orders2", "Orders", "ordérs", "注文", "\uD83D\uDD14", "orders"})
    void read_another_isDecodedAndTheReaderBehindIt(String other) {
        for (String each : new String[] {"orders", other, "orders"}) {
            WireReader body = body(each);
            assertThat(text.read(body)).isEqualTo(each);
            assertThat(body.cString()).isEqualTo("behind");
            body.expectEnd();
        }
    }

    @Test
    void read_bytesThatAreGone_areNotLookedAtAgain() {
        byte[] frame = new Body().string("orders").toBytes();
        text.read(new WireReader("test", frame));
        Arrays.fill(frame, (byte) 'x');
        assertThat(text.read(body("orders"))).isEqualTo("orders");
    }

    @Test
    void read_noEnd_isRefusedAndTheLastOneStays() {
        String first = text.read(body("orders"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> text.read(new WireReader("test", new byte[] {'o', 'r', 'd'})));
        assertThat(text.read(body("orders"))).isSameAs(first);
    }

    /** A record, a string and its bytes: what lies above is the channel, or a second look at something. */
    @Test
    void notifications_ofOneChannel_takeNoMemoryButTheirPayloads() throws Exception {
        int count = 10_000;
        byte[] frame = Frames.notificationResponse(7, "a channel of a long name, as PostgreSQL allows them", "payload");
        byte[] frames =
                Frames.concat(Stream.generate(() -> frame).limit(2 * count + 1).toArray(byte[][]::new));
        MessageStream stream = new MessageStream(
                new FrameReader(new ByteArrayInputStream(frames)), new FrameWriter(OutputStream.nullOutputStream()));
        readAll(stream, count);
        assertThat(Allocation.of(() -> readAll(stream, count)) / count).isLessThanOrEqualTo(80);
    }

    private static void readAll(MessageStream stream, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            BackendMessage message = stream.nextOrNotification();
            if (!(message instanceof BackendMessage.NotificationResponse)) {
                throw new AssertionError("no notification but " + message);
            }
        }
    }

    private static WireReader body(String text) {
        return new WireReader("test", new Body().string(text).string("behind").toBytes());
    }
}
