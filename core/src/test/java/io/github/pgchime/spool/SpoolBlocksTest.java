package io.github.pgchime.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.wire.WireReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which blocks of memory a spool keeps. */
final class SpoolBlocksTest {

    @TempDir
    Path directory;

    private static WireReader message(int length) {
        return new WireReader("a message", new byte[length]);
    }

    @Test
    void truncate_amongBlocksThatAreFull_keepsTheFirst() {
        try (Spool spool = new Spool(new SpoolBudget(1 << 20, directory))) {
            spool.append(1, 'I', message(10_000));
            long mark = spool.size();
            spool.append(2, 'I', message(100_000));
            spool.truncate(mark);
            assertThat(spool.size()).isEqualTo(mark);
            Spool.Cursor cursor = spool.cursor();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.lsn()).isEqualTo(1);
            assertThat(cursor.body().remaining()).isEqualTo(10_000);
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void clear_keepsWhatTheNextTransactionTakes() {
        try (Spool spool = new Spool(new SpoolBudget(1 << 20, directory))) {
            for (int i = 0; i < 100; i++) {
                spool.append(i, 'I', message(200));
            }
            spool.clear();
            long kept = spool.inMemory();
            for (int i = 0; i < 100; i++) {
                spool.append(i, 'I', message(200));
            }
            assertThat(spool.inMemory()).isEqualTo(kept);
        }
    }
}
