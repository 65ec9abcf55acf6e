package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.Lsn;
import io.github.pgchime.change.Acknowledgements.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

    /** Positions in here lie on both sides of where a signed number would turn. */
    private static final long HALF = Long.MIN_VALUE;

    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final List<Long> told = new ArrayList<>();

    @Test
    void position_passesATransaction_onceItAndAllBeforeAreAcknowledged() {
        begin(100);
        List<Ticket> tickets = deliver(110, 120, 130, 140, 150);
        acknowledge(tickets.get(1));
        acknowledge(tickets.get(3));
        assertAt(100);
        acknowledge(tickets.get(0));
        assertAt(120);
        acknowledge(tickets.get(2));
        assertAt(140);
        acknowledge(tickets.get(4));
        assertAt(150);
        assertThat(told).containsExactly(100L, 120L, 140L, 150L);
    }

    @Test
    void acknowledgement_again_changesNothing() {
        begin(100);
        List<Ticket> tickets = deliver(110, 120, 130);
        acknowledge(tickets.get(2));
        acknowledge(tickets.get(2));
        acknowledge(tickets.get(0));
        acknowledge(tickets.get(0));
        assertAt(110);
        acknowledge(tickets.get(1));
        assertAt(130);
    }

    @Test
    void serversPosition_isFollowed_onlyWithNothingInFlight() {
        begin(100);
        acknowledgements.passed(105);
        assertAt(105);
        List<Ticket> tickets = deliver(110);
        acknowledgements.passed(200);
        assertAt(105);
        acknowledge(tickets.get(0));
        assertAt(200);
        acknowledgements.passed(150);
        assertAt(200);
    }

    @Test
    void acknowledgeThrough_takesAllBefore() {
        begin(100);
        List<Ticket> tickets = deliver(110, 120, 130, 140, 150);
        acknowledge(tickets.get(2));
        assertThat(acknowledgements.acknowledgeThrough(tickets.get(1), false)).isTrue();
        assertAt(110);
        assertThat(acknowledgements.acknowledgeThrough(tickets.get(1), true)).isTrue();
        assertAt(130);
        assertThat(acknowledgements.acknowledgeThrough(tickets.get(0), true)).isTrue();
        assertAt(130);
        assertThat(acknowledgements.acknowledgeThrough(tickets.get(4), false)).isTrue();
        assertAt(140);
    }

    @Test
    void acknowledgeThrough_withoutTheWhole_reachesTheServersPositionBefore() {
        begin(100);
        deliver(110);
        acknowledgements.passed(115);
        Ticket second = deliver(120).getFirst();
        acknowledgements.acknowledgeThrough(second, false);
        assertAt(115);
    }

    @Test
    void ticket_ofAnEarlierSession_isVoid() {
        begin(100);
        List<Ticket> tickets = deliver(110, 120);
        acknowledge(tickets.get(1));
        begin(100);
        assertThat(acknowledgements.acknowledge(tickets.get(0))).isFalse();
        assertThat(acknowledgements.acknowledgeThrough(tickets.get(1), true)).isFalse();
        assertAt(100);
        acknowledge(deliver(110).getFirst());
        assertAt(110);
    }

    @Test
    void preparedTransaction_holdsThePosition_untilItIsAcknowledged() {
        begin(100);
        acknowledgements.hold(105);
        acknowledgements.passed(120);
        assertAt(105);
        Ticket committed = acknowledgements.deliver(130, OptionalLong.of(105));
        assertAt(105);
        acknowledge(committed);
        assertAt(130);
    }

    @Test
    void position_betweenTheHalvesOfATransaction_waitsAtTheFirst_thoughItIsAcknowledged() {
        begin(100);
        acknowledgements.hold(105);
        acknowledgements.hold(115);
        acknowledge(acknowledgements.deliver(130, OptionalLong.of(105)));
        assertAt(105);
        acknowledgements.hold(125);
        acknowledge(acknowledgements.deliver(140, OptionalLong.of(115)));
        assertAt(105);
        acknowledgements.passed(150, OptionalLong.of(125));
        assertAt(150);
        assertThat(told).containsExactly(100L, 105L, 150L);
    }

    @Test
    void position_behindATransaction_waitsForTheNext() {
        begin(100);
        acknowledgements.hold(105);
        acknowledge(acknowledgements.deliver(130, OptionalLong.of(105)));
        acknowledgements.hold(135);
        acknowledgements.passed(140);
        assertAt(135);
        acknowledgements.release(135);
        assertAt(140);
    }

    @Test
    void preparedTransaction_rolledBack_holdsNothing() {
        begin(100);
        acknowledgements.hold(105);
        acknowledgements.hold(107);
        acknowledgements.passed(120);
        acknowledgements.release(105);
        assertAt(107);
        acknowledgements.release(107);
        assertAt(120);
        assertThat(told).containsExactly(100L, 105L, 107L, 120L);
    }

    @Test
    void newSession_beginsWhereAPreparedTransactionHeldIt() {
        begin(100);
        acknowledgements.hold(105);
        acknowledge(deliver(200).getFirst());
        assertAt(105);
        begin(acknowledgements.position().value());
        assertAt(105);
        acknowledgements.hold(105);
        acknowledgements.passed(300);
        assertAt(105);
        assertThat(told).last().isEqualTo(105L);
    }

    @Test
    void positions_areUnsigned() {
        begin(Long.MAX_VALUE - 5);
        acknowledge(deliver(HALF + 5).getFirst());
        assertAt(HALF + 5);
        acknowledgements.passed(-1);
        assertAt(-1);
        acknowledgements.hold(HALF + 7);
        assertAt(HALF + 7);
        acknowledgements.passed(3);
        assertAt(HALF + 7);
    }

    /** What a transaction is to the model. */
    private static final class Delivered {
        private final Ticket ticket;
        private final long end;
        private final OptionalLong prepared;
        private boolean acknowledged;

        Delivered(Ticket ticket, long end, OptionalLong prepared) {
            this.ticket = ticket;
            this.end = end;
            this.prepared = prepared;
        }
    }

    /** The rule in so many words: nothing is remembered in a clever way. */
    private static final class Model {
        private final long start;
        private final List<Delivered> delivered = new ArrayList<>();
        private final List<Long> open = new ArrayList<>();
        private long passed;

        Model(long start) {
            this.start = start;
            this.passed = start;
        }

        int acknowledged() {
            int count = 0;
            while (count < delivered.size() && delivered.get(count).acknowledged) {
                count++;
            }
            return count;
        }

        /** The position at least: it need not follow the server between two transactions. */
        long least() {
            int count = acknowledged();
            if (count == delivered.size()) {
                return held(passed);
            }
            return held(count == 0 ? start : delivered.get(count - 1).end);
        }

        /** The position at most: where the first lies that is not acknowledged. */
        long most() {
            int count = acknowledged();
            return held(
                    count == delivered.size()
                            ? passed
                            : delivered.get(count).ticket.before());
        }

        private long held(long free) {
            long position = free;
            while (true) {
                long before = position;
                for (long held : open) {
                    position = least(position, held);
                }
                for (Delivered each : delivered) {
                    boolean parted = each.prepared.isPresent()
                            && Long.compareUnsigned(each.prepared.getAsLong(), position) < 0
                            && Long.compareUnsigned(position, each.end) < 0;
                    position = parted ? each.prepared.getAsLong() : position;
                }
                if (position == before) {
                    return position;
                }
            }
        }

        private static long least(long one, long other) {
            return Long.compareUnsigned(one, other) < 0 ? one : other;
        }
    }

    @Test
    void anyOrder_overSeveralSessions_isAsTheModelHasIt() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Acknowledgements real = new Acknowledgements();
            long[] last = {0};
            long clock = Long.MAX_VALUE - 500;
            Model model = new Model(clock);
            real.begin(clock, position -> last[0] = position);
            List<Delivered> old = List.of();
            for (int step = 0; step < 300; step++) {
                clock += 1 + random.nextInt(5);
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> {
                        OptionalLong prepared = !model.open.isEmpty() && random.nextBoolean()
                                ? OptionalLong.of(model.open.remove(random.nextInt(model.open.size())))
                                : OptionalLong.empty();
                        model.delivered.add(new Delivered(real.deliver(clock, prepared), clock, prepared));
                        model.passed = clock;
                    }
                    case 3, 4, 5, 6, 7 -> {
                        if (!model.delivered.isEmpty()) {
                            Delivered any = model.delivered.get(random.nextInt(model.delivered.size()));
                            assertThat(real.acknowledge(any.ticket)).isTrue();
                            any.acknowledged = true;
                        }
                    }
                    case 8 -> {
                        if (!model.delivered.isEmpty() && random.nextInt(4) == 0) {
                            int number = random.nextInt(model.delivered.size());
                            boolean whole = random.nextBoolean();
                            Ticket ticket = model.delivered.get(number).ticket;
                            assertThat(real.acknowledgeThrough(ticket, whole)).isTrue();
                            for (int i = 0; i < (whole ? number + 1 : number); i++) {
                                model.delivered.get(i).acknowledged = true;
                            }
                        }
                    }
                    case 9 -> {
                        real.passed(clock);
                        model.passed = clock;
                    }
                    case 10 -> {
                        if (random.nextBoolean() || model.open.isEmpty()) {
                            real.hold(clock);
                            model.open.add(clock);
                            clock++;
                        } else {
                            real.release(model.open.remove(random.nextInt(model.open.size())));
                        }
                    }
                    default -> {
                        if (random.nextInt(10) == 0) {
                            old = model.delivered;
                            model = new Model(real.position().value());
                            real.begin(model.start, position -> last[0] = position);
                        }
                        for (Delivered each : old) {
                            assertThat(real.acknowledge(each.ticket)).isFalse();
                        }
                    }
                }
                assertThat(real.position())
                        .as("seed %d, step %d", seed, step)
                        .isBetween(new Lsn(model.least()), new Lsn(model.most()));
                assertThat(new Lsn(last[0])).isGreaterThanOrEqualTo(real.position());
            }
        }
    }

    private void begin(long start) {
        acknowledgements.begin(start, told::add);
    }

    private List<Ticket> deliver(long... ends) {
        List<Ticket> tickets = new ArrayList<>();
        for (long end : ends) {
            tickets.add(acknowledgements.deliver(end, OptionalLong.empty()));
        }
        return tickets;
    }

    private void acknowledge(Ticket ticket) {
        assertThat(acknowledgements.acknowledge(ticket)).isTrue();
    }

    private void assertAt(long position) {
        assertThat(acknowledgements.position()).isEqualTo(new Lsn(position));
    }
}
