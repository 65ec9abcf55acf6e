package io.github.pgchime.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Holds what one subscription is told against what was sent to it: the numbers from 1 on, each at the beginning of a
 * payload. They have to come in order, once each; some may be missing only where a gap stands, and none whose sending
 * began after that gap was told. A handler for a single thread; the rest is for any.
 */
final class Ledger implements NotifyHandler {

    private static final int MOST_COMPLAINTS = 10;

    private final IntSupplier begun;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition noted = lock.newCondition();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int last;
    private int missing;
    private boolean gapSinceLast;
    private int begunAtGap;

    /** @param begun the highest number whose sending may have begun by now */
    Ledger(IntSupplier begun) {
        this.begun = begun;
    }

    @Override
    public void handle(NotifyEvent event) {
        lock.lock();
        try {
            switch (event) {
                case Notification notification -> note(number(notification));
                case Gap gap -> note(gap);
            }
            noted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static int number(Notification notification) {
        return Integer.parseInt(notification.payload().split(" ", 2)[0]);
    }

    private void note(int number) {
        if (number <= last) {
            complain(number + " came after " + last);
            return;
        }
        if (number > last + 1) {
            missing += number - last - 1;
            if (!gapSinceLast) {
                complain("without a gap, " + number + " came after " + last);
            } else if (number > begunAtGap + 1) {
                complain("after a gap at which " + begunAtGap + " was the last, the first was " + number);
            }
        }
        last = number;
        gapSinceLast = false;
    }

    private void note(Gap gap) {
        gaps.add(gap);
        gapSinceLast = true;
        begunAtGap = begun.getAsInt();
    }

    private void complain(String complaint) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(complaint);
        }
    }

    /** Waits until a number as high as this has come; false if none has in time. */
    boolean awaitNumber(int number, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (last < number && left > 0) {
                left = noted.awaitNanos(left);
            }
            return last >= number;
        } finally {
            lock.unlock();
        }
    }

    /** How many gaps it was told for this reason. */
    long gaps(Gap.Reason reason) {
        lock.lock();
        try {
            return gaps.stream().filter(gap -> gap.reason() == reason).count();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is missing but where a gap says so, nothing came twice or too early. */
    void assertSound() {
        lock.lock();
        try {
            assertThat(complaints).isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** All numbers up to this one came; the one gap was at the beginning. */
    void assertComplete(int sent) {
        assertSound();
        lock.lock();
        try {
            assertThat(gaps).extracting(Gap::reason).containsExactly(Gap.Reason.CONNECTED);
            assertThat(missing).as("missing").isZero();
            assertThat(last).as("last").isEqualTo(sent);
        } finally {
            lock.unlock();
        }
    }

    /** As for a message about a time-out. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return "last " + last + ", missing " + missing + ", gaps " + gaps + ", complaints " + complaints;
        } finally {
            lock.unlock();
        }
    }
}
