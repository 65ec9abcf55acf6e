package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.testkit.script.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final byte[] THREE =
            Frames.concat(Frames.raw('d', text("one")), Frames.raw('c', new byte[0]), Frames.raw('N', text("drei")));
    private static final int SLACK = 16_384;

    @Test
    void frames_splitAtEveryByte_areTheSame() throws IOException {
        for (int cut = 0; cut <= THREE.length; cut++) {
            assertThat(readAll(Trickle.cutAt(THREE, cut))).containsExactly("d:one", "c:", "N:drei");
        }
        assertThat(readAll(Trickle.byteByByte(THREE))).containsExactly("d:one", "c:", "N:drei");
    }

    @Test
    void copyData_isSaidToBeHere_onceItIsWhole() throws IOException {
        byte[] one = Frames.raw('d', text("one"));
        byte[] three = Frames.concat(one, one, Frames.raw('c', new byte[0]));
        for (int cut = one.length; cut <= three.length; cut++) {
            FrameReader reader = reader(Trickle.cutAt(three, cut));
            assertThat(reader.hasCopyData()).isFalse();
            reader.next();
            assertThat(reader.hasCopyData()).isEqualTo(cut >= 2 * one.length);
            reader.next();
            assertThat(reader.hasCopyData()).isFalse();
        }
    }

    @Test
    void copyData_behindOneThatIsNotKept_isSaidToBeHere() throws IOException {
        byte[] one = Frames.raw('d', text("one"));
        FrameReader reader = reader(new Trickle(Frames.concat(one, one)));
        reader.keepOfCopyData(1);
        reader.next();
        assertThat(reader.hasCopyData()).isTrue();
    }

    @Test
    void frames_acrossTheEndOfTheBuffer_areTheSame() throws IOException {
        byte[][] frames = new byte[3_000][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = Frames.raw('d', text("row " + i + "x".repeat(i % 97)));
        }
        FrameReader reader = reader(new Trickle(Frames.concat(frames), at -> 1 + at % 8_191));
        for (int i = 0; i < frames.length; i++) {
            assertThat(reader.next()).isEqualTo('d');
            assertThat(reader.body().text(StandardCharsets.UTF_8)).isEqualTo("row " + i + "x".repeat(i % 97));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, Integer.MIN_VALUE, 0x4000_0000, Integer.MAX_VALUE})
    void length_thatNoFrameHas_isRefused(int length) {
        FrameReader reader = reader(new Trickle(Frames.withLength('d', length, new byte[8])));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(reader::next)
                .withMessage("frame of type CopyData announces " + Integer.toUnsignedString(length)
                        + " bytes; expected 4 to 1073741823. Is this a PostgreSQL server?");
    }

    @ParameterizedTest
    @CsvSource({"R, 30000", "S, 30000", "Z, 30000", "x, 30000", "W, 30000", "c, 30000"})
    void length_aboveWhatAShortTypeMayHave_isRefused(char type, int most) throws IOException {
        assertThat(reader(new Trickle(Frames.raw(type, new byte[most - 4]))).next())
                .isEqualTo(type);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(reader(new Trickle(Frames.raw(type, new byte[most - 3])))::next);
    }

    @ParameterizedTest
    @ValueSource(chars = {'T', 'D', 'd', 'V', 'E', 'N', 'A'})
    void length_ofATypeThatMayBeLong_isBelieved(char type) throws IOException {
        FrameReader reader = reader(new Trickle(Frames.raw(type, new byte[100_000])));
        assertThat(reader.next()).isEqualTo(type);
        assertThat(reader.body().remaining()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(chars = {'E', 'R', 'd'})
    void length_beforeAuthentication_isAtMost16384(char type) throws IOException {
        assertThat(stranger(Frames.raw(type, new byte[16_380])).next()).isEqualTo(type);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(stranger(Frames.raw(type, new byte[16_381]))::next)
                .withMessageContaining("16385 bytes; expected 4 to 16384 before authentication");
    }

    @Test
    void longFrame_promisedAndNotSent_takesNoMemory() throws Exception {
        FrameReader reader = reader(new Trickle(Frames.withLength('d', 1_000_000_000, new byte[10])));
        assertThat(Allocation.of(() ->
                        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(reader::next)))
                .isLessThan(2_000_000);
        assertThat(reader.body().array().length).isLessThan(100_000);
    }

    @Test
    void longFrame_buffer_growsWithWhatCameAndIsLetGoAfterwards() throws IOException {
        byte[] large = Frames.raw('d', new byte[5_000_000]);
        byte[] small = Frames.raw('d', new byte[10]);
        FrameReader reader = reader(new Trickle(
                Frames.concat(large, small), at -> Math.max(1, Math.min(10_000, large.length - at))));
        reader.next();
        assertThat(reader.body().remaining()).isEqualTo(5_000_000);
        assertThat(reader.body().array().length).isLessThan(10_100_000);
        reader.next();
        assertThat(reader.body().remaining()).isEqualTo(10);
        assertThat(reader.body().array().length).isEqualTo(32 * 1024);
    }

    @Test
    void manyFrames_allocateNothing() throws Exception {
        byte[][] frames = new byte[1_000][];
        Arrays.fill(frames, Frames.raw('d', new byte[70]));
        byte[] bytes = Frames.concat(frames);
        FrameReader reader = reader(new Endless(bytes));
        assertThat(Allocation.of(() -> read(reader, 50_000))).isLessThan(SLACK);
    }

    @Test
    void wideFrames_growTheBufferOnce() throws Exception {
        FrameReader reader = reader(new Endless(Frames.raw('d', new byte[100_000])));
        assertThat(Allocation.of(() -> read(reader, 100))).isLessThan(1_000_000);
    }

    @Test
    void keptOfCopyData_rest_isReadPastAcrossReads() throws IOException {
        byte[] bytes = Frames.concat(
                Frames.copyData(text("abcdefghij")),
                Frames.copyData(text("kl")),
                Frames.copyData(text("x".repeat(200_000))),
                Frames.raw('N', text("whole")),
                Frames.copyData(text("end")));
        for (InputStream in : List.of(
                new Trickle(bytes), Trickle.byteByByte(bytes), new Trickle(bytes, at -> 7), Trickle.cutAt(bytes, 9))) {
            FrameReader reader = reader(in);
            reader.keepOfCopyData(3);
            assertThat(rest(reader)).containsExactly("d:abc", "d:kl", "d:xxx", "N:whole", "d:end");
            assertThat(reader.body().array().length).isEqualTo(32 * 1024);
        }
    }

    @Test
    void keptOfCopyData_rest_isNotWaitedFor() throws IOException {
        byte[] bytes = Frames.copyData(text("abcdefghij"));
        FrameReader reader = reader(new Trickle(Arrays.copyOf(bytes, 5 + 3)));
        reader.keepOfCopyData(3);
        reader.next();
        assertThat(reader.body().text(StandardCharsets.UTF_8)).isEqualTo("abc");
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(reader::next);
    }

    @Test
    void endOfStream_anywhereInAFrame_isALostConnection() {
        byte[] frame = Frames.raw('d', text("abc"));
        for (int length = 0; length < frame.length; length++) {
            FrameReader reader = reader(new Trickle(Arrays.copyOf(frame, length)));
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(reader::next)
                    .withMessage("the server closed the connection");
        }
    }

    /** The same bytes over and over. */
    private static final class Endless extends InputStream {
        private final byte[] bytes;
        private int at;

        Endless(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at = (at + count) % bytes.length;
            return count;
        }
    }

    private static void read(FrameReader reader, int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            reader.next();
        }
    }

    private static List<String> readAll(InputStream in) throws IOException {
        return rest(reader(in));
    }

    private static List<String> rest(FrameReader reader) throws IOException {
        List<String> frames = new ArrayList<>();
        try {
            while (true) {
                char type = reader.next();
                frames.add(type + ":" + reader.body().text(StandardCharsets.UTF_8));
            }
        } catch (ConnectionLostException end) {
            return frames;
        }
    }

    private static FrameReader reader(InputStream in) {
        FrameReader reader = new FrameReader(in);
        reader.authenticated();
        return reader;
    }

    private static FrameReader stranger(byte[] bytes) {
        return new FrameReader(new Trickle(bytes));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
