package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final byte[] TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, (byte) 0xFF};

    private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void waitingNanos_isZeroButDuringARead() throws IOException {
        List<Long> duringReads = new ArrayList<>();
        Intake[] intake = new Intake[1];
        intake[0] = new Intake(
                new Trickle(TEN, at -> {
                    duringReads.add(intake[0].waitingNanos());
                    ticks.addAndGet(42);
                    duringReads.add(intake[0].waitingNanos());
                    return Integer.MAX_VALUE;
                }),
                ticks::get);
        assertThat(intake[0].waitingNanos()).isZero();
        intake[0].read(new byte[10], 0, 10);
        assertThat(intake[0].waitingNanos()).isZero();
        assertThat(duringReads).containsExactly(0L, 42L);
    }

    @Test
    void waitingNanos_afterAFailedRead_isZero() {
        Intake intake = new Intake(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return read();
                    }
                },
                ticks::get);
        assertThatIOException().isThrownBy(() -> intake.read(new byte[1], 0, 1));
        ticks.addAndGet(42);
        assertThat(intake.waitingNanos()).isZero();
    }

    @Test
    void pace_ofEachRead_isToldWhatTheLastBroughtAndHowLongItTook() throws IOException {
        List<String> told = new ArrayList<>();
        Intake intake = new Intake(new Trickle(TEN, at -> 4), ticks::get);
        intake.pace((lastRead, away) -> {
            told.add(lastRead + " in " + away + ", waiting " + intake.waitingNanos());
            ticks.addAndGet(1_000);
        });
        for (int work = 1; work <= 3; work++) {
            ticks.addAndGet(work);
            intake.read(new byte[10], 0, 10);
        }
        assertThat(told).containsExactly("0 in 1, waiting 0", "4 in 2, waiting 0", "4 in 3, waiting 0");
    }

    @Test
    void read_ofOneByte_isThatByteOrTheEnd() throws IOException {
        Intake intake = new Intake(new ByteArrayInputStream(TEN), ticks::get);
        assertThat(intake.available()).isEqualTo(10);
        assertThat(intake.readNBytes(9)).hasSize(9);
        assertThat(intake.read()).isEqualTo(0xFF);
        assertThat(intake.read()).isEqualTo(-1);
    }
}
