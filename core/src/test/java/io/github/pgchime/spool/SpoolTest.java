package io.github.pgchime.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.wire.WireReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final int KIB = 1024;

    @TempDir
    private Path directory = Path.of("");

    /** A message as it went in, or came out. */
    private record Kept(long lsn, char type, List<Byte> body) {
        static Kept of(long lsn, char type, byte[] body) {
            List<Byte> bytes = new ArrayList<>();
            for (byte each : body) {
                bytes.add(each);
            }
            return new Kept(lsn, type, bytes);
        }
    }

    @Test
    void messages_inMemory_comeBackInOrder_eachTime() {
        SpoolBudget budget = new SpoolBudget(64 * KIB, directory);
        try (Spool spool = new Spool(budget)) {
            List<Kept> in = List.of(
                    append(spool, -1, 'I', new byte[] {1, 2, 3}),
                    append(spool, 2, 'ÿ', new byte[0]),
                    append(spool, 3, 'M', new byte[5 * KIB]));
            assertThat(all(spool)).isEqualTo(in);
            assertThat(all(spool)).isEqualTo(in);
            assertThat(files()).isEmpty();
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void spool_thatIsEmpty_hasNoMessage() {
        try (Spool spool = new Spool(new SpoolBudget(0, directory))) {
            assertThat(spool.cursor().next()).isFalse();
            assertThat(spool.size()).isZero();
            assertThat(spool.spill()).isFalse();
        }
    }

    @Test
    void append_takesWhatIsLeftOfTheBody() {
        try (Spool spool = new Spool(new SpoolBudget(64 * KIB, directory))) {
            WireReader body = new WireReader("test", new byte[] {9, 8, 7, 6}, 1, 3);
            spool.append(5, 'I', body);
            assertThat(body.remaining()).isZero();
            assertThat(all(spool)).containsExactly(Kept.of(5, 'I', new byte[] {8, 7}));
        }
    }

    @Test
    void memory_beyondTheBudget_goesToDiskAndComesBack() {
        SpoolBudget budget = new SpoolBudget(512 * KIB, directory);
        Random random = new Random(1);
        try (Spool spool = new Spool(budget)) {
            List<Kept> in = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                in.add(append(spool, i, 'I', bytes(random, random.nextInt(4 * KIB))));
                assertThat(budget.taken()).isLessThanOrEqualTo(512 * KIB).isEqualTo(spool.inMemory());
            }
            in.add(append(spool, 500, 'I', bytes(random, 700 * KIB)));
            in.add(append(spool, 501, 'I', bytes(random, 10)));
            assertThat(all(spool)).isEqualTo(in);
            assertThat(all(spool)).isEqualTo(in);
            assertThat(files()).isEmpty();
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void spool_thatHasGoneToDisk_goesOnThereThroughOneBlock() {
        SpoolBudget budget = new SpoolBudget(2 << 20, directory);
        Random random = new Random(4);
        try (Spool spool = new Spool(budget)) {
            List<Kept> in = new ArrayList<>();
            in.add(append(spool, 0, 'I', bytes(random, KIB)));
            spool.spill();
            for (int i = 1; i < 1_000; i++) {
                in.add(append(spool, i, 'I', bytes(random, 2 * KIB)));
                assertThat(spool.inMemory()).isEqualTo(256 * KIB);
            }
            in.add(append(spool, 1_000, 'I', bytes(random, 300 * KIB)));
            in.add(append(spool, 1_001, 'I', bytes(random, 300 * KIB)));
            assertThat(spool.inMemory()).isLessThan(700 * KIB);
            assertThat(all(spool)).isEqualTo(in);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void truncation_toAnyMark_acrossFileAndMemory_leavesWhatWasBefore() {
        Random random = new Random(2);
        for (int round = 0; round < 100; round++) {
            try (Spool spool = new Spool(new SpoolBudget(24 * KIB, directory))) {
                List<Kept> in = new ArrayList<>();
                List<Long> marks = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    marks.add(spool.size());
                    in.add(append(spool, i, 'I', bytes(random, random.nextInt(2 * KIB))));
                    if (random.nextInt(20) == 0) {
                        spool.spill();
                    }
                    if (random.nextInt(8) == 0) {
                        int mark = random.nextInt(marks.size());
                        spool.truncate(marks.get(mark));
                        assertThat(spool.size()).isEqualTo(marks.get(mark));
                        in.subList(mark, in.size()).clear();
                        marks.subList(mark, marks.size()).clear();
                    }
                }
                assertThat(all(spool)).isEqualTo(in);
            }
        }
    }

    @Test
    void truncation_amongFullBlocks_dropsTheLast() {
        SpoolBudget budget = new SpoolBudget(64 << 20, directory);
        Random random = new Random(3);
        try (Spool spool = new Spool(budget)) {
            List<Kept> in = new ArrayList<>();
            List<Long> marks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                marks.add(spool.size());
                in.add(append(spool, i, 'I', bytes(random, (300 + i) * KIB)));
            }
            spool.truncate(marks.get(1));
            assertThat(all(spool)).isEqualTo(in.subList(0, 1));
            assertThat(budget.taken()).isEqualTo(spool.inMemory()).isLessThan(700 * KIB);
        }
    }

    @Test
    void clear_forgetsAll_andKeepsOneBlockOfUsualSize() {
        SpoolBudget budget = new SpoolBudget(2 << 20, directory);
        try (Spool spool = new Spool(budget)) {
            append(spool, 1, 'I', new byte[3 * KIB]);
            append(spool, 2, 'I', new byte[3 * KIB]);
            spool.spill();
            append(spool, 3, 'I', new byte[3 * KIB]);
            append(spool, 4, 'I', new byte[3 * KIB]);
            spool.clear();
            assertThat(spool.size()).isZero();
            assertThat(budget.taken()).isEqualTo(256 * KIB);
            assertThat(all(spool)).isEmpty();
            Kept small = append(spool, 5, 'I', new byte[] {1});
            assertThat(all(spool)).containsExactly(small);
        }
    }

    @Test
    void clear_afterOneGreatMessage_givesItsMemoryBack() {
        SpoolBudget budget = new SpoolBudget(2 << 20, directory);
        try (Spool spool = new Spool(budget)) {
            append(spool, 1, 'I', new byte[400 * KIB]);
            spool.clear();
            assertThat(budget.taken()).isZero();
        }
    }

    @Test
    void budget_ofSeveralSpools_sendsTheLargestToDisk() {
        SpoolBudget budget = new SpoolBudget(64 * KIB, directory);
        try (Spool small = new Spool(budget);
                Spool large = new Spool(budget)) {
            Kept first = append(small, 1, 'I', new byte[KIB]);
            Kept second = append(large, 2, 'I', new byte[40 * KIB]);
            Kept third = append(small, 3, 'I', new byte[30 * KIB]);
            assertThat(large.inMemory()).isZero();
            assertThat(small.inMemory()).isPositive().isEqualTo(budget.taken());
            assertThat(all(small)).containsExactly(first, third);
            assertThat(all(large)).containsExactly(second);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void close_againAndAgain_releasesOnce() {
        SpoolBudget budget = new SpoolBudget(64 * KIB, directory);
        Spool other = new Spool(budget);
        append(other, 1, 'I', new byte[1]);
        Spool spool = new Spool(budget);
        append(spool, 1, 'I', new byte[1]);
        Spool.Cursor cursor = spool.cursor();
        spool.close();
        spool.close();
        assertThat(budget.taken()).isEqualTo(other.inMemory());
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(cursor::next);
    }

    @Test
    void directory_thatIsGone_isAConfigException() {
        Path gone = directory.resolve("gone");
        try (Spool spool = new Spool(new SpoolBudget(KIB, gone))) {
            append(spool, 1, 'I', new byte[1]);
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> append(spool, 2, 'I', new byte[5 * KIB]))
                    .withMessageStartingWith("spoolDirectory: ")
                    .withMessageContaining(gone.toString());
        }
    }

    @Test
    void file_readBeyondItsEnd_isAConfigException() {
        try (SpoolFile file = SpoolFile.create(directory)) {
            assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> file.read(ByteBuffer.allocate(1), 0));
        }
    }

    @Test
    void file_thatIsClosed_fitsNothing() {
        SpoolFile file = SpoolFile.create(directory);
        file.close();
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> file.write(ByteBuffer.allocate(1), 0));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> file.truncate(0));
        assertThat(files()).isEmpty();
    }

    private static Kept append(Spool spool, long lsn, char type, byte[] body) {
        spool.append(lsn, type, new WireReader("test", body));
        return Kept.of(lsn, type, body);
    }

    private static List<Kept> all(Spool spool) {
        List<Kept> out = new ArrayList<>();
        Spool.Cursor cursor = spool.cursor();
        while (cursor.next()) {
            WireReader body = cursor.body();
            out.add(Kept.of(cursor.lsn(), cursor.type(), body.bytes(body.remaining())));
        }
        assertThat(cursor.next()).isFalse();
        return out;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
